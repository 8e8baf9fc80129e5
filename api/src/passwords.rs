//! Passwords: hashed slowly on purpose, never more at once than the machine bears.

use crate::config;
use crate::error::{ApiError, ApiResult};
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use shared::problem::{ErrorCode, FieldCode};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// A sign-in that has to wait longer for its turn is better tried again.
const WAIT_MAX: Duration = Duration::from_secs(5);
/// zxcvbn: 3 withstands 10^8 guesses, well beyond what the throttle lets through.
const STRENGTH_MIN: zxcvbn::Score = zxcvbn::Score::Three;

#[derive(Clone)]
pub struct Passwords(Arc<Inner>);

struct Inner {
    argon2: Argon2<'static>,
    /// Each hash takes its memory for itself; a flood of sign-ins must not take the machine's.
    slots: Arc<Semaphore>,
}

impl Passwords {
    pub fn new(cost: config::Passwords) -> Self {
        let params = Params::new(cost.memory_kib, cost.iterations, 1, None).unwrap_or_default();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        Self(Arc::new(Inner { argon2, slots: Arc::new(Semaphore::new(cores)) }))
    }

    /// A PHC string.
    pub async fn hash(&self, password: &str) -> ApiResult<String> {
        let password = password.to_owned();
        self.in_turn(move |argon2| {
            let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>())?;
            argon2.hash_password(password.as_bytes(), &salt).map(|hash| hash.to_string())
        })
        .await?
        .map_err(|error| ApiError::internal(anyhow::anyhow!("cannot hash a password: {error}")))
    }

    /// Works as long for an account that does not exist (`None`) as for one that does.
    pub async fn verify(&self, password: &str, hash: Option<String>) -> ApiResult<bool> {
        let password = password.to_owned();
        self.in_turn(move |argon2| match hash.as_deref().map(PasswordHash::new) {
            Some(Ok(hash)) => argon2.verify_password(password.as_bytes(), &hash).is_ok(),
            _ => {
                let salt = [0_u8; 16];
                let mut out = [0_u8; 32];
                let _ = argon2.hash_password_into(password.as_bytes(), &salt, &mut out);
                false
            }
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon2<'static>) -> T + Send + 'static,
    ) -> ApiResult<T> {
        let slot = tokio::time::timeout(WAIT_MAX, self.0.slots.clone().acquire_owned()).await;
        let Ok(Ok(slot)) = slot else {
            return Err(ApiError::new(ErrorCode::Overloaded).retry_after(5));
        };
        let argon2 = self.0.argon2.clone();
        let in_slot = move || {
            let done = work(&argon2);
            // Held to the end of the work, also when nobody waits for it any more.
            drop(slot);
            done
        };
        tokio::task::spawn_blocking(in_slot).await.map_err(ApiError::internal)
    }
}

/// Whether it would be guessed too soon. `context` is what a guesser knows: names, address, company.
pub fn weakness(password: &str, context: &[&str]) -> Option<FieldCode> {
    let mut words: Vec<String> = context
        .iter()
        .flat_map(|text| text.split(|character: char| !character.is_alphanumeric()))
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() >= 4)
        .collect();
    words.push("leasify".to_owned());
    let mut rest = password.to_lowercase();
    for word in &words {
        rest = rest.replace(word.as_str(), "");
    }
    // A long password may contain a name; what is left must carry it.
    if rest.chars().count() < 8 && rest.len() < password.len() {
        return Some(FieldCode::PasswordTooPersonal);
    }
    let inputs: Vec<&str> = words.iter().map(String::as_str).collect();
    (zxcvbn::zxcvbn(password, &inputs).score() < STRENGTH_MIN).then_some(FieldCode::PasswordTooCommon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_told_apart() {
        let context = ["anna.lind@fjallbacka.se", "Anna Lind", "Fjällbacka Åkeri AB"];
        assert_eq!(weakness("correct horse battery staple", &context), None);
        assert_eq!(weakness("vinter-tunnland-7-orgel", &context), None);
        assert_eq!(weakness("123456789012", &context), Some(FieldCode::PasswordTooCommon));
        assert_eq!(weakness("passwordpassword", &context), Some(FieldCode::PasswordTooCommon));
        assert_eq!(weakness("Fjällbacka2026", &context), Some(FieldCode::PasswordTooPersonal));
        assert_eq!(weakness("Leasify-leasify1", &context), Some(FieldCode::PasswordTooPersonal));
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_alone() {
        let passwords = Passwords::new(config::Passwords { memory_kib: 16, iterations: 1 });
        let hash = passwords.hash("correct horse battery staple").await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.verify("correct horse battery staple", Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("correct horse battery stable", Some(hash)).await.unwrap());
        assert!(!passwords.verify("correct horse battery staple", None).await.unwrap());
    }
}
