//! What is due for the reader's roles, the most urgent first.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::read::today::{self, DueItem, DueState, Today};

use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::render;
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

#[derive(Debug, Template)]
#[template(path = "today.html")]
struct TodayPage {
    frame: Frame,
    page: Today,
}

impl TodayPage {
    /// What others have to do, by role, in the order of the most urgent of each.
    fn others(&self) -> Vec<(String, Vec<&DueItem>)> {
        let mut roles: Vec<(String, Vec<&DueItem>)> = Vec::new();
        for item in &self.page.others {
            let role = item.role.to_string();
            match roles.iter_mut().find(|(known, _)| *known == role) {
                Some((_, items)) => items.push(item),
                None => roles.push((role, vec![item])),
            }
        }
        roles
    }

    /// How many are late, if any is.
    fn late(&self, items: &[&DueItem]) -> Option<usize> {
        let late = items
            .iter()
            .filter(|item| item.state == DueState::Late)
            .count();
        (late > 0).then_some(late)
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
) -> Result<Response, Failure> {
    let page = site
        .ask(move |world| {
            let page = today::today(world, &session.actor)?;
            Ok::<_, Failure>(TodayPage {
                frame: Frame::new(world, &session, Section::Today),
                page,
            })
        })
        .await??;
    Ok(render(StatusCode::OK, &page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;

    #[test]
    fn what_is_due_is_told_by_shape_and_word() {
        let frame = Frame::example(Section::Today);
        let page = TodayPage {
            frame,
            page: example::today(),
        };
        insta::assert_snapshot!(page.render().unwrap());
    }

    #[test]
    fn an_empty_list_says_where_to_look() {
        let frame = Frame::example(Section::Today);
        let page = Today {
            mine: Vec::new(),
            others: Vec::new(),
            ..example::today()
        };
        let html = TodayPage { frame, page }.render().unwrap();
        assert!(html.contains("Nothing is due for your roles."));
    }

    #[test]
    fn what_a_person_typed_is_never_markup() {
        let mut today = example::today();
        today.mine[0].patient.name = Some("<script>alert(1)</script>".to_owned());
        today.mine[0].title = "\" onfocus=alert(1) x=\"".to_owned();
        let frame = Frame::example(Section::Today);
        let html = TodayPage { frame, page: today }.render().unwrap();
        assert!(!html.contains("<script>alert") && !html.contains("\" onfocus"));
    }
}
