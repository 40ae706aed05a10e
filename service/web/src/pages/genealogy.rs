//! From one scan to everything it led to and came from: batches, doses, patients and whom to call.
//!
//! What is typed is posted and not put into an address: it may be a patient's number. The page
//! itself stands at an address of pseudonyms, so that it can be sent, printed and opened again.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use cikada_app::form::facility::FacilityTarget;
use cikada_app::read::genealogy::{self, Days, Genealogy, Group, LINES_ON_A_PAGE};
use cikada_domain::genealogy::{Kind, Node, ProductStanding};
use jiff::civil::Date;
use serde::Deserialize;

use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::{facility_form, render};
use crate::post::Post;
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

/// The field of the scan box.
const SCANNED: &str = "scanned";
/// The field of what is typed once more.
const AGAIN: &str = "again";

#[derive(Debug, Template)]
#[template(path = "genealogy_ask.html")]
struct Ask {
    frame: Frame,
    /// What named nothing, or several things.
    problem: Option<String>,
    choices: Vec<Node>,
    /// A chain of identity that was typed, and must be typed once more.
    typed: Option<String>,
}

#[derive(Debug, Template)]
#[template(path = "genealogy.html")]
struct Page {
    frame: Frame,
    page: Genealogy,
    here: String,
}

/// The window of a page's address.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Window {
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

impl Page {
    /// What came of it, then what it came from.
    fn directions(&self) -> [(&'static str, &'static str, &[Group]); 2] {
        [
            ("down", "What came of it", &self.page.downstream),
            ("up", "What it came from", &self.page.upstream),
        ]
    }

    /// What a recall asks first stands open; who worked on it is folded.
    fn open(&self, group: &Group) -> bool {
        matches!(
            group.kind,
            Kind::Batch | Kind::Container | Kind::Dose | Kind::Patient | Kind::Lot
        )
    }

    fn query(&self) -> String {
        let (from, until) = &self.page.days;
        let day = |day: &Option<String>| day.clone().unwrap_or_default();
        match (from, until) {
            (None, None) => String::new(),
            _ => format!("?from={}&until={}", day(from), day(until)),
        }
    }
}

/// More than one of a kind, in words.
fn many(kind: Kind) -> String {
    match kind {
        Kind::SupplierLot => "Suppliers' lots".to_owned(),
        Kind::Equipment => "Equipment".to_owned(),
        Kind::Room => "Rooms and cabinets".to_owned(),
        Kind::Staff => "Staff".to_owned(),
        Kind::Batch => "Batches".to_owned(),
        _ => format!("{}s", wording::capital(kind.words())),
    }
}

fn standing(standing: &ProductStanding) -> (&'static str, crate::shape::Shape) {
    match standing {
        ProductStanding::Given => ("given", shape::alert()),
        ProductStanding::OnTheShelf => ("can still be given", shape::missing()),
        ProductStanding::OutOfUse => ("out of use", shape::yes()),
    }
}

pub(crate) async fn ask(
    State(site): State<Site>,
    Reader(session): Reader,
) -> Result<Response, Failure> {
    let page = site
        .ask(move |world| {
            cikada_app::read::genealogy::find(world, &session.actor, "")?;
            Ok::<_, Failure>(Ask {
                frame: Frame::new(world, &session, Section::Genealogy),
                problem: None,
                choices: Vec::new(),
                typed: None,
            })
        })
        .await??;
    Ok(render(StatusCode::OK, &page))
}

pub(crate) async fn find(State(site): State<Site>, post: Post) -> Result<Response, Failure> {
    let Post { session, fields } = post;
    let text = fields.get(SCANNED).cloned().unwrap_or_default();
    let again = fields.get(AGAIN).cloned().unwrap_or_default();
    site.ask(move |world| {
        let found = genealogy::find(world, &session.actor, &text)?;
        if let Some(problem) = genealogy::typed_wrongly(&text, &again) {
            let page = Ask {
                frame: Frame::new(world, &session, Section::Genealogy),
                problem: Some(problem),
                choices: Vec::new(),
                typed: Some(text),
            };
            return Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
        if let [only] = found.as_slice() {
            return Ok(Redirect::to(&address::genealogy(only)).into_response());
        }
        let problem = if found.is_empty() {
            "Nothing here has this code or number. Scan it again, or type the number as it is printed: lot, bag, donation, batch, sample, equipment, room, badge or wristband."
        } else {
            "Several things here have this number. Choose the one you mean."
        };
        let page = Ask {
            frame: Frame::new(world, &session, Section::Genealogy),
            problem: Some(problem.to_owned()),
            choices: found,
            typed: None,
        };
        Ok::<_, Failure>(render(StatusCode::OK, &page))
    })
    .await?
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
    Path((kind, id)): Path<(String, String)>,
    Query(window): Query<Window>,
) -> Result<Response, Failure> {
    let node = node_of(&kind, id)?;
    let days = days(&window)?;
    let page = site
        .ask(move |world| {
            let page = genealogy::genealogy(world, &session.actor, &node, days, LINES_ON_A_PAGE)?;
            Ok::<_, Failure>(Page {
                frame: Frame::new(world, &session, Section::Genealogy),
                page,
                here: address::genealogy(&node),
            })
        })
        .await??;
    Ok(render(StatusCode::OK, &page))
}

pub(crate) async fn table(
    State(site): State<Site>,
    Reader(session): Reader,
    Path((kind, id)): Path<(String, String)>,
    Query(window): Query<Window>,
) -> Result<Response, Failure> {
    let node = node_of(&kind, id)?;
    let days = days(&window)?;
    let text = site
        .ask(move |world| {
            let answer = genealogy::genealogy(world, &session.actor, &node, days, usize::MAX)?;
            Ok::<_, Failure>(genealogy::csv(&answer))
        })
        .await??;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"genealogy.csv\"",
        ),
    ];
    Ok((headers, text).into_response())
}

fn node_of(kind: &str, id: String) -> Result<Node, Failure> {
    let kind = Kind::from_code(kind).ok_or(Failure::NotFound)?;
    Ok(Node { kind, id })
}

/// An empty day is none; one that is no day is a page that does not exist.
fn days(window: &Window) -> Result<Days, Failure> {
    let day = |text: &str| match text {
        "" => Ok(None),
        day => day.parse::<Date>().map(Some).map_err(|_| Failure::NotFound),
    };
    Ok(Days {
        from: day(&window.from)?,
        until: day(&window.until)?,
    })
}

#[cfg(test)]
mod tests {
    use cikada_app::read::Patient;
    use cikada_app::read::genealogy::{AffectedPatient, Contact, Counts, Line, Thing};
    use cikada_domain::{ChainOfIdentity, LotId, PersonId};
    use jiff::Zoned;

    use super::*;

    fn thing(kind: Kind, id: &str, state: &str) -> Thing {
        let product = match state {
            "released" => Some(ProductStanding::OnTheShelf),
            "given as dose 1" => Some(ProductStanding::Given),
            _ => None,
        };
        let state = Some(state.to_owned()).filter(|state| !state.is_empty());
        let node = Node::new(kind, id);
        Thing {
            node,
            state,
            product,
        }
    }

    fn group(kind: Kind, things: &[(&str, &str)]) -> Group {
        let at: Zoned = "2026-03-14T11:05:00+01:00[Europe/Berlin]".parse().unwrap();
        let line = |(id, state): &(&str, &str)| Line {
            thing: thing(kind, id, state),
            distance: 2,
            at: at.clone(),
            way: vec![
                "added in feed batch B-1".to_owned(),
                format!("leads to {id}"),
            ],
        };
        Group {
            kind,
            count: things.len(),
            lines: things.iter().map(line).collect(),
        }
    }

    fn example() -> Genealogy {
        let now: Zoned = "2026-03-14T12:05:00+01:00[Europe/Berlin]".parse().unwrap();
        let contact = Contact {
            roles: "confirmed the plan, opened the treatment".to_owned(),
            who: "Pia Example (S-0002)".to_owned(),
            at: now.clone(),
        };
        let patient = Patient {
            person: PersonId::new("P-000003").unwrap(),
            name: Some("Sample, Berit".to_owned()),
            birth_date: Some("1961-04-12".to_owned()),
            hospital_number: Some("4711-003".to_owned()),
            erased: false,
        };
        let treatment = ChainOfIdentity::new("CHA999926000003").unwrap();
        Genealogy {
            start: thing(Kind::Lot, "LOT-7", "in quarantine"),
            days: (Some("2026-03-01".to_owned()), None),
            takes_window: true,
            counts: Counts {
                batches: 1,
                products: 2,
                given: 1,
                on_the_shelf: 1,
                doses: 1,
                patients: 1,
            },
            patients: vec![AffectedPatient {
                patient,
                treatments: vec![(treatment, vec![contact])],
            }],
            downstream: vec![
                group(Kind::Patient, &[("P-000003", "")]),
                group(
                    Kind::Container,
                    &[("CELLS-1", "given as dose 1"), ("CELLS-2", "released")],
                ),
                group(Kind::Batch, &[("B-1", "harvested")]),
            ],
            upstream: vec![group(Kind::SupplierLot, &[("ACME/12", "")])],
            recallable: LotId::new("LOT-7").ok(),
            now,
        }
    }

    #[test]
    fn a_recall_reads_counts_first_then_patients_then_everything_with_its_why() {
        let page = Page {
            frame: Frame::example(Section::Genealogy),
            page: example(),
            here: "/genealogy/lot/LOT-7".to_owned(),
        };
        insta::assert_snapshot!(page.render().unwrap());
    }

    #[test]
    fn what_names_several_things_is_asked_again() {
        let page = Ask {
            frame: Frame::example(Section::Genealogy),
            problem: Some("Several things here have this number.".to_owned()),
            choices: vec![Node::new(Kind::Lot, "7"), Node::new(Kind::SupplierLot, "7")],
            typed: None,
        };
        let html = page.render().unwrap();
        assert!(html.contains("href=\"/genealogy/lot/7\""));
        assert!(html.contains("href=\"/genealogy/supplier-lot/7\""));
    }

    #[test]
    fn more_than_fit_on_the_page_are_counted_and_stand_in_the_table() {
        let mut page = example();
        page.downstream[2].count = 6;
        let page = Page {
            frame: Frame::example(Section::Genealogy),
            page,
            here: "/genealogy/lot/LOT-7".to_owned(),
        };
        assert!(page.render().unwrap().contains("5 more stand in the table"));
    }

    #[test]
    fn a_day_that_is_none_is_a_page_that_does_not_exist() {
        let window = |from: &str| Window {
            from: from.to_owned(),
            until: String::new(),
        };
        assert_eq!(days(&window("")).unwrap(), Days::default());
        assert!(days(&window("2026-02-30")).is_err());
    }
}
