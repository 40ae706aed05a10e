//! Every route with its methods and who may use it: one table, which the router is made from.

use axum::extract::DefaultBodyLimit;
use axum::response::Redirect;
use axum::routing::{MethodRouter, get, post};

use crate::pages::{
    batch, bedside, board, certification, custody, document, facility, facility_form, files, form,
    genealogy, import, label_templates, laboratory, ledger, opening, release, sign_in,
    specification, temperature, today, treatment, trends,
};
use crate::site::Site;
use crate::upload::{ATTACH_BYTES_MAX, UPLOAD_BYTES_MAX};
use crate::{assets, live};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Anyone, signed in or not.
    Anyone,
    /// Anyone who is signed in.
    SignedIn,
    /// Whoever may read treatments, as the app says.
    Reads,
    /// Whoever's role may ask for the act, as the app says.
    Acts,
}

/// One route.
pub(crate) struct Route {
    pub(crate) path: &'static str,
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "the list of routes reads the rules")
    )]
    pub(crate) rules: &'static [(&'static str, Rule)],
    pub(crate) handler: MethodRouter<Site>,
}

const READ: &[(&str, Rule)] = &[("GET", Rule::Reads)];
const OPEN: &[(&str, Rule)] = &[("GET", Rule::Anyone)];

/// Every route.
pub(crate) fn all() -> Vec<Route> {
    let mut routes = pages();
    routes.extend(genealogies());
    routes.extend(ways());
    routes.extend(attachments());
    routes.extend(treatments());
    routes.extend(of_facility());
    routes
}

fn route(
    path: &'static str,
    rules: &'static [(&'static str, Rule)],
    handler: MethodRouter<Site>,
) -> Route {
    Route {
        path,
        rules,
        handler,
    }
}

fn of_facility() -> Vec<Route> {
    vec![
        route("/materials", READ, get(facility::materials)),
        route("/materials/{lot}", READ, get(facility::lot)),
        route("/equipment", READ, get(facility::equipment)),
        route("/rooms", READ, get(facility::rooms)),
        route("/training", READ, get(facility::training)),
        route("/labels/templates", READ, get(label_templates::list)),
        route(
            "/labels/templates/{label}/{id}/{version}",
            READ,
            get(label_templates::show),
        ),
        route(
            "/facility/{*act}",
            &[("GET", Rule::Reads), ("POST", Rule::Acts)],
            get(facility_form::show).post(facility_form::send),
        ),
    ]
}

/// What is reached without a treatment.
fn pages() -> Vec<Route> {
    vec![
        route(
            "/",
            &[("GET", Rule::SignedIn)],
            get(async || Redirect::to("/today")),
        ),
        route("/healthz", OPEN, get(async || "ok\n")),
        route("/assets/cikada.css", OPEN, get(assets::stylesheet)),
        route("/assets/cikada.js", OPEN, get(assets::script)),
        route("/assets/connection.js", OPEN, get(assets::connection)),
        route("/assets/cikada.svg", OPEN, get(assets::mark)),
        route(
            "/sign-in",
            &[("GET", Rule::Anyone), ("POST", Rule::Anyone)],
            get(sign_in::show).post(sign_in::send),
        ),
        route(
            "/sign-out",
            &[("POST", Rule::SignedIn)],
            post(sign_in::leave),
        ),
        route("/live", &[("GET", Rule::SignedIn)], get(live::changes)),
        route("/today", READ, get(today::show)),
        route("/board", READ, get(board::show)),
        route("/release", READ, get(release::list)),
        route("/laboratory", READ, get(laboratory::show)),
        route("/trends", READ, get(trends::list)),
        route("/trends/{protocol}/{test}", READ, get(trends::show)),
        route("/specification/{protocol}", READ, get(specification::show)),
        route(
            "/treatments/new",
            &[("GET", Rule::Acts), ("POST", Rule::Acts)],
            get(opening::show).post(opening::send),
        ),
    ]
}

/// From a scan to what it led to.
fn genealogies() -> Vec<Route> {
    vec![
        route(
            "/genealogy",
            &[("GET", Rule::Reads), ("POST", Rule::Reads)],
            get(genealogy::ask).post(genealogy::find),
        ),
        route("/genealogy/{kind}/{id}", READ, get(genealogy::show)),
        route(
            "/genealogy/{kind}/{id}/table.csv",
            READ,
            get(genealogy::table),
        ),
    ]
}

/// The way of a container, and the loggers that travelled with it.
fn ways() -> Vec<Route> {
    vec![
        route(
            "/treatments/{treatment}/containers/{container}/chain-of-custody",
            READ,
            get(custody::show),
        ),
        route(
            "/treatments/{treatment}/containers/{container}/temperature",
            &[("GET", Rule::Reads), ("POST", Rule::Acts)],
            get(temperature::show)
                .post(temperature::take)
                .layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX)),
        ),
        route(
            "/treatments/{treatment}/containers/{container}/temperature/{mapping}/{file}",
            &[("GET", Rule::Reads), ("POST", Rule::Acts)],
            get(temperature::sheet).post(temperature::sign),
        ),
    ]
}

/// Photographs and files of steps.
fn attachments() -> Vec<Route> {
    vec![
        route(
            "/treatments/{treatment}/batches/{batch}/steps/{step}/files",
            &[("GET", Rule::Reads), ("POST", Rule::Acts)],
            get(files::show)
                .post(files::take)
                .layer(DefaultBodyLimit::max(ATTACH_BYTES_MAX)),
        ),
        route(
            "/treatments/{treatment}/batches/{batch}/files/{file}",
            READ,
            get(files::open),
        ),
    ]
}

/// What is reached of one treatment.
fn treatments() -> Vec<Route> {
    vec![
        route("/treatments/{treatment}", READ, get(treatment::show)),
        route("/treatments/{treatment}/ledger", READ, get(ledger::show)),
        route(
            "/treatments/{treatment}/batches/{batch}",
            READ,
            get(batch::show),
        ),
        route(
            "/treatments/{treatment}/batches/{batch}/import",
            &[("GET", Rule::Reads), ("POST", Rule::Acts)],
            get(import::show)
                .post(import::take)
                .layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX)),
        ),
        route(
            "/treatments/{treatment}/batches/{batch}/import/{mapping}/{file}",
            &[("GET", Rule::Reads), ("POST", Rule::Acts)],
            get(import::sheet).post(import::sign),
        ),
        route(
            "/treatments/{treatment}/containers/{container}/release",
            READ,
            get(certification::show),
        ),
        route(
            "/treatments/{treatment}/documents/{kind}/{of}",
            READ,
            get(document::show),
        ),
        route(
            "/treatments/{treatment}/containers/{container}/label/{form}",
            READ,
            get(document::label),
        ),
        route(
            "/treatments/{treatment}/wristband/{form}",
            READ,
            get(document::wristband),
        ),
        route(
            "/treatments/{treatment}/doses/{dose}/bedside",
            &[("GET", Rule::Reads), ("POST", Rule::Acts)],
            get(bedside::show).post(bedside::send),
        ),
        route(
            "/treatments/{treatment}/{*act}",
            &[("GET", Rule::Reads), ("POST", Rule::Acts)],
            get(form::show).post(form::send),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::address::PATTERNS;

    /// The list a reviewer reads when a route is added: method, path, who may use it.
    #[test]
    fn every_route_is_on_the_list_with_its_rule() {
        let mut list = String::new();
        for route in all() {
            for (method, rule) in route.rules {
                writeln!(list, "{method:4} {} {rule:?}", route.path).unwrap();
            }
        }
        for pattern in PATTERNS {
            writeln!(list, "form /treatments/{{treatment}}/{pattern} Acts").unwrap();
        }
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/routes.txt");
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(
            kept, list,
            "a route changed: bring service/web/routes.txt up to date"
        );
    }
}
