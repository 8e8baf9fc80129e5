//! The engine's self-check as a WebAssembly function, for a host to call and compare.
#![expect(unsafe_code, reason = "a name the host can call by is only given by no_mangle")]

#[unsafe(no_mangle)]
pub extern "C" fn digest() -> u64 {
    engine::selfcheck::digest()
}

/// What the native build computes.
#[unsafe(no_mangle)]
pub extern "C" fn expected() -> u64 {
    engine::selfcheck::DIGEST
}
