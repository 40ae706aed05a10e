//! The entries of a treatment: who, what, when, old and new value, and what can be proven.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::read::ledger::{self, LedgerPage, Sealed};

use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::{render, treatment_of};
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

#[derive(Debug, Template)]
#[template(path = "ledger.html")]
struct Page {
    frame: Frame,
    page: LedgerPage,
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
}
