//! The words the room itself puts on paper, by language.

use crate::block::NoticeKind;

/// The language of a document and of the words that are ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
    /// Turkish.
    Turkish,
}

impl Language {
    /// The RFC 3066 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Turkish => "tr",
        }
    }

    pub(crate) fn words(self) -> &'static Words {
        match self {
            Self::English => &ENGLISH,
            Self::German => &GERMAN,
            Self::Turkish => &TURKISH,
        }
    }

    pub(crate) fn page_of(self, page: usize, pages: usize) -> String {
        match self {
            Self::English => format!("Page {page} of {pages}"),
            Self::German => format!("Seite {page} von {pages}"),
            Self::Turkish => format!("Sayfa {page} / {pages}"),
        }
    }

    /// Whether any value was changed since entry (Annex 11 § 8.2).
    pub(crate) fn changes(self, changed: usize) -> String {
        match (self, changed) {
            (Self::English, 0) => "No value was changed since entry.".to_owned(),
            (Self::English, 1) => "1 value was changed since entry, marked Δ.".to_owned(),
            (Self::English, n) => format!("{n} values were changed since entry, each marked Δ."),
            (Self::German, 0) => "Kein Wert wurde seit der Eingabe geändert.".to_owned(),
            (Self::German, 1) => {
                "1 Wert wurde seit der Eingabe geändert, markiert mit Δ.".to_owned()
            }
            (Self::German, n) => {
                format!("{n} Werte wurden seit der Eingabe geändert, jeder markiert mit Δ.")
            }
            (Self::Turkish, 0) => "Girişten sonra hiçbir değer değiştirilmedi.".to_owned(),
            (Self::Turkish, n) => {
                format!("Girişten sonra {n} değer değiştirildi, Δ ile işaretlendi.")
            }
        }
    }
}

/// Words and short sentences that are the same in every document of a language.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) issued: &'static str,
    pub(crate) record: &'static str,
    pub(crate) entry: &'static str,
    pub(crate) checkpoint: &'static str,
    pub(crate) changes: &'static str,
    pub(crate) struck: &'static str,
    pub(crate) outside: &'static str,
    pub(crate) missing: &'static str,
    pub(crate) no_rows: &'static str,
    pub(crate) not_signed: &'static str,
    pub(crate) name: &'static str,
    pub(crate) meaning: &'static str,
    pub(crate) signed_at: &'static str,
    pub(crate) end: &'static str,
    refusal: &'static str,
    warning: &'static str,
    note: &'static str,
}

impl Words {
    pub(crate) fn notice(&self, kind: NoticeKind) -> &'static str {
        match kind {
            NoticeKind::Refusal => self.refusal,
            NoticeKind::Warning => self.warning,
            NoticeKind::Note => self.note,
        }
    }
}

const ENGLISH: Words = Words {
    issued: "Issued",
    record: "Proof of this record",
    entry: "Entry",
    checkpoint: "Checkpoint",
    changes: "Changes",
    struck: "The value before is struck through.",
    outside: "OUTSIDE",
    missing: "MISSING",
    no_rows: "No entries.",
    not_signed: "Not signed.",
    name: "Name",
    meaning: "Meaning of the signature",
    signed_at: "Signed at",
    end: "End of document",
    refusal: "Refused",
    warning: "Warning",
    note: "Note",
};

const GERMAN: Words = Words {
    issued: "Ausgestellt",
    record: "Nachweis dieses Protokolls",
    entry: "Eintrag",
    checkpoint: "Prüfpunkt",
    changes: "Änderungen",
    struck: "Der frühere Wert ist durchgestrichen.",
    outside: "AUSSERHALB",
    missing: "FEHLT",
    no_rows: "Keine Einträge.",
    not_signed: "Nicht unterschrieben.",
    name: "Name",
    meaning: "Bedeutung der Unterschrift",
    signed_at: "Unterschrieben am",
    end: "Ende des Dokuments",
    refusal: "Abgelehnt",
    warning: "Warnung",
    note: "Hinweis",
};

const TURKISH: Words = Words {
    issued: "Düzenlenme",
    record: "Bu kaydın kanıtı",
    entry: "Kayıt",
    checkpoint: "Denetim noktası",
    changes: "Değişiklikler",
    struck: "Önceki değerin üstü çizilidir.",
    outside: "SINIR DIŞI",
    missing: "EKSİK",
    no_rows: "Kayıt yok.",
    not_signed: "İmzalanmadı.",
    name: "Ad",
    meaning: "İmzanın anlamı",
    signed_at: "İmza zamanı",
    end: "Belgenin sonu",
    refusal: "Reddedildi",
    warning: "Uyarı",
    note: "Not",
};
