//! Workbooks made part by part, so that each test says exactly what is in its file.

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub(super) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(super) struct MadeXlsx<'a> {
    pub sheets: &'a [(&'a str, &'a str)],
    pub styles: &'a str,
    pub strings: Option<&'a str>,
    pub workbook_properties: &'a str,
}

impl Default for MadeXlsx<'_> {
    fn default() -> Self {
        Self { sheets: &[], styles: "<styleSheet/>", strings: None, workbook_properties: "" }
    }
}

impl MadeXlsx<'_> {
    pub(super) fn bytes(&self) -> Vec<u8> {
        const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let mut sheets = String::new();
        let mut relations = format!(r#"<Relationship Id="s" Type="{TYPE}/styles" Target="styles.xml"/>"#);
        relations += &format!(r#"<Relationship Id="t" Type="{TYPE}/sharedStrings" Target="sharedStrings.xml"/>"#);
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        for (index, (name, xml)) in self.sheets.iter().enumerate() {
            sheets += &format!(r#"<sheet name="{name}" sheetId="{}" r:id="r{index}"/>"#, index + 1);
            relations +=
                &format!(r#"<Relationship Id="r{index}" Type="{TYPE}/worksheet" Target="worksheets/s{index}.xml"/>"#);
            parts.push((format!("xl/worksheets/s{index}.xml"), format!("<worksheet>{xml}</worksheet>").into_bytes()));
        }
        let workbook = format!("<workbook>{}<sheets>{sheets}</sheets></workbook>", self.workbook_properties);
        parts.push(("[Content_Types].xml".to_owned(), b"<Types/>".to_vec()));
        parts.push((
            "_rels/.rels".to_owned(),
            format!(
                r#"<Relationships><Relationship Id="w" Type="{TYPE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            )
            .into_bytes(),
        ));
        parts.push(("xl/workbook.xml".to_owned(), workbook.into_bytes()));
        parts.push((
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships>{relations}</Relationships>").into_bytes(),
        ));
        parts.push(("xl/styles.xml".to_owned(), self.styles.as_bytes().to_vec()));
        if let Some(strings) = self.strings {
            parts.push(("xl/sharedStrings.xml".to_owned(), strings.as_bytes().to_vec()));
        }
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        zipped(&parts)
    }
}

pub(super) fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>\
         </office:document-content>"
    );
    let manifest = r#"<manifest:manifest><manifest:file-entry manifest:full-path="/"/></manifest:manifest>"#;
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ])
}

pub(super) fn inline(text: &str) -> String {
    format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#)
}

pub(super) fn row_of(cells: &[String]) -> String {
    format!("<row>{}</row>", cells.concat())
}
