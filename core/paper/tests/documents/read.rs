//! A PDF read by its structure, as a screen reader does.

use std::collections::BTreeMap;

use lopdf::content::Operation;
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

/// One element of the structure: its role, the text it holds itself, and what lies below it.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    pub(crate) role: String,
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
}

impl Element {
    /// All text in reading order.
    pub(crate) fn words(&self) -> String {
        let below = self.children.iter().map(Element::words);
        std::iter::once(self.text.clone()).chain(below).collect()
    }

    /// All elements of a role, in reading order.
    pub(crate) fn all(&self, role: &str) -> Vec<&Element> {
        let own = (self.role == role).then_some(self);
        let below = self.children.iter().flat_map(|child| child.all(role));
        own.into_iter().chain(below).collect()
    }

    /// One line for each element, indented, with the text it holds.
    pub(crate) fn outline(&self) -> String {
        let inner: String = self.children.iter().map(Element::outline).collect();
        let inner: String = inner.lines().map(|line| format!("  {line}\n")).collect();
        let text = self.text.trim_end();
        let space = if text.is_empty() { "" } else { " " };
        format!("{}{space}{text}\n{inner}", self.role)
    }
}

type Contents = BTreeMap<(ObjectId, i64), String>;

/// The structure of a document with its text.
pub(crate) fn structure(bytes: &[u8]) -> Element {
    let document = Document::load_mem(bytes).unwrap();
    let mut contents = Contents::new();
    for page in document.get_pages().into_values() {
        contents.extend(marked(&document, page));
    }
    let root = document.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    let root = dictionary(&document, root);
    let children = below(&document, root, None, &contents).1;
    Element {
        role: "Root".to_owned(),
        text: String::new(),
        children,
    }
}

fn dictionary<'a>(document: &'a Document, object: &'a Object) -> &'a Dictionary {
    document.dereference(object).unwrap().1.as_dict().unwrap()
}

fn element(document: &Document, of: &Dictionary, contents: &Contents) -> Element {
    let role = String::from_utf8(of.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap();
    let page = of.get(b"Pg").ok().and_then(|page| page.as_reference().ok());
    let (text, children) = below(document, of, page, contents);
    Element {
        role,
        text,
        children,
    }
}

/// Text in an element that also has elements below is given an element of its own.
fn below(
    document: &Document,
    of: &Dictionary,
    page: Option<ObjectId>,
    contents: &Contents,
) -> (String, Vec<Element>) {
    let Ok(kids) = of.get(b"K") else {
        return (String::new(), vec![]);
    };
    let kids = document.dereference(kids).unwrap().1;
    let kids = kids
        .as_array()
        .map_or_else(|_| vec![kids.clone()], Clone::clone);
    let mut children = Vec::new();
    for kid in &kids {
        match document.dereference(kid).unwrap().1 {
            Object::Integer(number) => children.push(text(contents, page.unwrap(), *number)),
            Object::Dictionary(kid) if kid.has(b"MCID") => {
                let page = kid
                    .get(b"Pg")
                    .and_then(Object::as_reference)
                    .ok()
                    .or(page)
                    .unwrap();
                let number = kid.get(b"MCID").unwrap().as_i64().unwrap();
                children.push(text(contents, page, number));
            }
            Object::Dictionary(kid) => children.push(element(document, kid, contents)),
            other => panic!("a child of the structure is {other:?}"),
        }
    }
    if children.iter().all(|child| child.role.is_empty()) {
        (
            children.iter().map(|child| child.text.as_str()).collect(),
            vec![],
        )
    } else {
        (String::new(), children)
    }
}

fn text(contents: &Contents, page: ObjectId, number: i64) -> Element {
    let text = contents.get(&(page, number)).unwrap().clone();
    Element {
        role: String::new(),
        text,
        children: vec![],
    }
}

/// The text of each marked part of a page. What is an artifact has no number.
fn marked(document: &Document, page: ObjectId) -> Contents {
    let fonts = document.get_page_fonts(page).unwrap();
    let content = document.get_and_decode_page_content(page).unwrap();
    let mut contents = Contents::new();
    let mut open: Vec<Option<i64>> = Vec::new();
    let mut encoding: Option<Encoding> = None;
    for Operation { operator, operands } in &content.operations {
        match operator.as_str() {
            "BDC" | "BMC" => {
                let number = operands
                    .get(1)
                    .and_then(|properties| properties.as_dict().ok());
                let number =
                    number.and_then(|properties| properties.get(b"MCID").ok()?.as_i64().ok());
                if let Some(number) = number {
                    contents.entry((page, number)).or_default();
                }
                open.push(number);
            }
            "EMC" => {
                open.pop().unwrap();
            }
            "Tf" => {
                let font = fonts.get(operands[0].as_name().unwrap()).unwrap();
                encoding = Some(font.get_font_encoding(document).unwrap());
            }
            "Tj" | "TJ" => {
                let Some(Some(number)) = open.last() else {
                    continue;
                };
                let text = shown(&operands[0], encoding.as_ref().unwrap());
                contents.get_mut(&(page, *number)).unwrap().push_str(&text);
            }
            _ => assert!(
                !operator.contains('"') && operator != "'",
                "text shown by {operator}"
            ),
        }
    }
    contents
}

fn shown(operand: &Object, encoding: &Encoding<'_>) -> String {
    match operand {
        Object::String(bytes, _) => Document::decode_text(encoding, bytes).unwrap(),
        Object::Array(parts) => parts.iter().map(|part| shown(part, encoding)).collect(),
        _ => String::new(),
    }
}
