//! The entries of a treatment: who, what, when, old and new value, and what can be proven.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::read::ledger::{self, EntryLine, LedgerPage, Sealed};

use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::{render, treatment_of};
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

/// How many entries stand open.
const ENTRIES_OPEN: usize = 50;
/// How many stand in one folded part.
const ENTRIES_FOLDED: usize = 100;

#[derive(Debug, Template)]
#[template(path = "ledger.html")]
struct Page {
    frame: Frame,
    page: LedgerPage,
}

impl Page {
    /// The newest entries, and the older ones in parts that are opened one by one.
    fn entries(&self) -> (&[EntryLine], std::slice::Chunks<'_, EntryLine>) {
        let entries = &self.page.entries;
        let (latest, earlier) = entries.split_at(ENTRIES_OPEN.min(entries.len()));
        (latest, earlier.chunks(ENTRIES_FOLDED))
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
    Path(treatment): Path<String>,
) -> Result<Response, Failure> {
    let treatment = treatment_of(treatment)?;
    let page = site
        .ask(move |world| {
            let page = ledger::ledger(world, &session.actor, &treatment)?;
            let frame = Frame::new(world, &session, Section::Treatment);
            Ok::<_, Failure>(Page { frame, page })
        })
        .await??;
    Ok(render(StatusCode::OK, &page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example_acts;

    #[test]
    fn an_entry_tells_who_what_when_and_the_old_value() {
        let page = Page {
            frame: Frame::example(Section::Treatment),
            page: example_acts::ledger(),
        };
        insta::assert_snapshot!(page.render().unwrap());
    }

    #[test]
    fn entries_beyond_the_newest_are_folded_and_none_is_lost() {
        let mut page = example_acts::ledger();
        page.entries = page.entries.iter().cycle().take(260).cloned().collect();
        let page = Page {
            frame: Frame::example(Section::Treatment),
            page,
        };
        let html = page.render().unwrap();
        assert_eq!(html.matches("class=\"entry\"").count(), 260);
        assert_eq!(html.matches("class=\"fold\"").count(), 3);
        let open = html.split("class=\"fold\"").next().unwrap();
        assert_eq!(open.matches("class=\"entry\"").count(), 50);
    }
}
