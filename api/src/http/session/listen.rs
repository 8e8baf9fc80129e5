//! Hears, on a connection of its own, which accounts changed.

use super::{Sessions, store};
use secrecy::{ExposeSecret as _, SecretString};
use std::future::poll_fn;
use std::time::Duration;
use tokio_postgres::{AsyncMessage, NoTls};
use tracing::{debug, warn};

const RECONNECT_AFTER: Duration = Duration::from_secs(2);

pub(super) async fn listen(sessions: Sessions, url: SecretString) {
    loop {
        match until_broken(&sessions, &url).await {
            Ok(()) => debug!("The session listener was closed by the database"),
            Err(error) => warn!(%error, "The session listener lost the database; sessions are looked up more often"),
        }
        sessions.deaf();
        tokio::time::sleep(RECONNECT_AFTER).await;
    }
}

async fn until_broken(sessions: &Sessions, url: &SecretString) -> Result<(), tokio_postgres::Error> {
    let (client, mut connection) = tokio_postgres::connect(url.expose_secret(), NoTls).await?;
    let command = format!("LISTEN {}", store::CHANNEL);
    let subscribe = client.batch_execute(&command);
    let hear = async {
        while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
            if let AsyncMessage::Notification(notice) = message? {
                sessions.heard(notice.payload());
            }
        }
        Ok(())
    };
    let subscribed = async {
        subscribe.await?;
        // What changed while nobody listened was not heard.
        sessions.deaf();
        // Dropping the client would close the connection.
        std::future::pending::<Result<(), tokio_postgres::Error>>().await
    };
    tokio::select! {
        ended = hear => ended,
        failed = subscribed => failed,
    }
}
