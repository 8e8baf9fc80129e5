#[expect(
    non_upper_case_globals,
    non_camel_case_types,
    reason = "written by build.rs: a key is spelt in Rust as it is spelt in the text files"
)]
pub mod keys {
    include!(concat!(env!("OUT_DIR"), "/text_keys.rs"));
}
