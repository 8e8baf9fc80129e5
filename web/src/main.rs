//! The entry that the compiler asks for. The app begins in [`web::start`], which `boot.js` calls.

use web as _;

fn main() {
    console_error_panic_hook::set_once();
}
