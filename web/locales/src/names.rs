//! The keys as Rust: a module for each step of the path, a constant for a text, a struct for a text with placeholders.
//! A misspelt key, a forgotten or a surplus placeholder is then an error of the compiler.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::{Text, Texts};

#[derive(Default)]
struct Node<'a> {
    leaf: Option<(usize, &'a Text)>,
    children: BTreeMap<&'a str, Node<'a>>,
}

pub(crate) fn write(texts: &Texts) -> String {
    let mut root = Node::default();
    for (index, (key, text)) in texts.iter().enumerate() {
        let mut node = &mut root;
        for step in key.split('.') {
            node = node.children.entry(step).or_default();
        }
        node.leaf = Some((index, text));
    }
    let mut out = format!("pub const COUNT: usize = {};\n", texts.len());
    children(&root, &mut out);
    out
}

fn children(node: &Node<'_>, out: &mut String) {
    for (name, child) in &node.children {
        match child.leaf {
            Some((index, text)) => leaf(name, index, text, out),
            None => {
                let _ = writeln!(out, "pub mod {name} {{");
                children(child, out);
                out.push_str("}\n");
            }
        }
    }
}

fn leaf(name: &str, index: usize, text: &Text, out: &mut String) {
    let doc = text.forms().join(" | ");
    let _ = writeln!(out, "#[doc = {doc:?}]");
    let arguments = text.arguments();
    if arguments.is_empty() {
        let _ = writeln!(out, "pub const {name}: crate::i18n::Key = crate::i18n::Key::new({index});");
        return;
    }
    let fields: String = arguments.iter().map(|field| format!("pub {field}: crate::i18n::Value, ")).collect();
    let pairs: String = arguments.iter().map(|field| format!("({field:?}, self.{field}), ")).collect();
    let _ = writeln!(
        out,
        "pub struct {name} {{ {fields} }}\nimpl {name} {{ pub fn get(self) -> String {{ \
         crate::i18n::fill(crate::i18n::Key::new({index}), &[{pairs}]) }} }}"
    );
}
