//! The shapes that say the same as colour and word: one for each state and kind of mark.
//!
//! Drawn inline, with geometry in attributes, because the pages allow no inline style.

use std::fmt;

use askama::filters::HtmlSafe;
use cikada_app::read::batch::StepState;
use cikada_app::read::bedside::SignsState;
use cikada_app::read::facility::Standing;
use cikada_app::read::label_templates::TemplateState;
use cikada_app::read::late::LateState;
use cikada_app::read::supply::SupplyState;
use cikada_app::read::today::DueState;
use cikada_app::read::treatment::MarkKind;

/// A drawing within 24 by 24, hidden from screen readers: a word always stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape(&'static str);

impl HtmlSafe for Shape {}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "<svg class=\"shape\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">{}</svg>",
            self.0
        )
    }
}

/// A shape placed within another drawing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed {
    shape: Shape,
    x: f64,
    y: f64,
    size: f64,
}

impl HtmlSafe for Placed {}

impl fmt::Display for Placed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { shape, x, y, size } = self;
        write!(
            f,
            "<svg x=\"{x:.1}\" y=\"{y:.1}\" width=\"{size}\" height=\"{size}\" viewBox=\"0 0 24 24\">{}</svg>",
            shape.0
        )
    }
}

impl Shape {
    /// Places the shape with its middle at a point.
    pub(crate) fn at(self, x: f64, y: f64, size: f64) -> Placed {
        Placed {
            shape: self,
            x: x - size / 2.0,
            y: y - size / 2.0,
            size,
        }
    }
}

const TRIANGLE: Shape = Shape("<path d=\"M12 3 22.5 21h-21z\"/>");
const DISC: Shape = Shape("<circle cx=\"12\" cy=\"12\" r=\"8.5\"/>");
const RING: Shape = Shape(
    "<circle cx=\"12\" cy=\"12\" r=\"7.25\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\"/>",
);
const DIAMOND: Shape = Shape(
    "<path d=\"M12 3.5 20.5 12 12 20.5 3.5 12z\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\"/>",
);
const CHECK: Shape = Shape(
    "<circle cx=\"12\" cy=\"12\" r=\"10\"/><path d=\"m7 12.4 3.4 3.4L17.2 9\" fill=\"none\" class=\"cut\" stroke-width=\"2.6\"/>",
);
const CROSS: Shape = Shape(
    "<path d=\"M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9z\"/><path d=\"m8.2 8.2 7.6 7.6m0-7.6-7.6 7.6\" fill=\"none\" class=\"cut\" stroke-width=\"2.6\"/>",
);
const SQUARE: Shape = Shape("<rect x=\"4.5\" y=\"4.5\" width=\"15\" height=\"15\" rx=\"2\"/>");
const DROP: Shape =
    Shape("<path d=\"M12 2.5c4 5 6.8 8 6.8 11.8a6.8 6.8 0 0 1-13.6 0C5.2 10.5 8 7.5 12 2.5z\"/>");
const FLASK: Shape =
    Shape("<path d=\"M9.5 3h5v6l5 9.200A2 2 0 0 1 17.7 21H6.300a2 2 0 0 1-1.8-2.800l5-9.200z\"/>");
const SEAL: Shape = Shape(
    "<path d=\"m12 2 3 3.5 4.6-.3-.3 4.600L22.5 13l-3.5 3 .3 4.6-4.6-.3L12 23l-3-3-4.6.3.3-4.600L1.5 13l3.2-3.2-.3-4.6 4.6.3z\"/>",
);
const EYE: Shape = Shape(
    "<path d=\"M1.5 12C4.5 7 8 5 12 5s7.5 2 10.5 7c-3 5-6.5 7-10.5 7S4.5 17 1.5 12z\"/><circle cx=\"12\" cy=\"12\" r=\"3\" class=\"cut-fill\"/>",
);

/// How urgent a thing is.
pub(crate) fn due(state: DueState) -> Shape {
    match state {
        DueState::Late => TRIANGLE,
        DueState::Due => DISC,
        DueState::Open => RING,
        DueState::Blocked => DIAMOND,
    }
}

/// The word beside the shape, which is the name of its colour too.
pub(crate) fn due_word(state: DueState) -> &'static str {
    match state {
        DueState::Late => "late",
        DueState::Due => "due",
        DueState::Open => "open",
        DueState::Blocked => "blocked",
    }
}

/// Where a step of a batch record stands.
pub(crate) fn step(state: StepState) -> Shape {
    match state {
        StepState::Done => CHECK,
        StepState::Open => RING,
        StepState::Waiting => DIAMOND,
        StepState::Missed => TRIANGLE,
    }
}

/// The word beside it.
pub(crate) fn step_word(state: StepState) -> &'static str {
    match state {
        StepState::Done => "done",
        StepState::Open => "open",
        StepState::Waiting => "waiting",
        StepState::Missed => "missed",
    }
}

/// What became of a set of vital signs that is due.
pub(crate) fn signs(state: SignsState) -> Shape {
    match state {
        SignsState::ToCome => RING,
        SignsState::Due => DISC,
        SignsState::Overdue => TRIANGLE,
        SignsState::Taken => CHECK,
        SignsState::Late => DIAMOND,
        SignsState::Missed => no(),
    }
}

/// The word beside it.
pub(crate) fn signs_word(state: SignsState) -> &'static str {
    match state {
        SignsState::ToCome => "To come",
        SignsState::Due => "Due",
        SignsState::Overdue => "Overdue",
        SignsState::Taken => "Taken",
        SignsState::Late => "Late",
        SignsState::Missed => "Missed",
    }
}

/// The class of its colour.
pub(crate) fn signs_class(state: SignsState) -> &'static str {
    match state {
        SignsState::ToCome => "state-open",
        SignsState::Due => "state-due",
        SignsState::Overdue => "state-late",
        SignsState::Taken => "state-done",
        SignsState::Late => "state-due",
        SignsState::Missed => "state-missed",
    }
}

/// Where a late result stands.
pub(crate) fn late(state: LateState) -> Shape {
    match state {
        LateState::Failed => no(),
        LateState::Overdue => TRIANGLE,
        LateState::Awaited => RING,
        LateState::Met => CHECK,
    }
}

/// Where a step of a supply out of specification stands.
pub(crate) fn supply(state: SupplyState) -> Shape {
    match state {
        SupplyState::There => CHECK,
        SupplyState::Again => TRIANGLE,
        SupplyState::Missing => no(),
        SupplyState::Waiting => DIAMOND,
    }
}

/// The word of its colour.
pub(crate) fn supply_word(state: SupplyState) -> &'static str {
    match state {
        SupplyState::There => "done",
        SupplyState::Again => "due",
        SupplyState::Missing => "late",
        SupplyState::Waiting => "blocked",
    }
}

/// The word of its colour.
pub(crate) fn late_word(state: LateState) -> &'static str {
    match state {
        LateState::Failed | LateState::Overdue => "late",
        LateState::Awaited => "open",
        LateState::Met => "done",
    }
}

/// The kind of a mark in a treatment's course.
pub(crate) fn mark(kind: MarkKind) -> Shape {
    match kind {
        MarkKind::Planned => RING,
        MarkKind::Decision => SQUARE,
        MarkKind::Collection => DROP,
        MarkKind::Making => FLASK,
        MarkKind::Release => SEAL,
        MarkKind::Infusion => CHECK,
        MarkKind::FollowUp => EYE,
        MarkKind::Warning => TRIANGLE,
        MarkKind::Refusal => CROSS,
    }
}

/// The word beside it.
pub(crate) fn mark_word(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Planned => "planned",
        MarkKind::Decision => "decision",
        MarkKind::Collection => "collection",
        MarkKind::Making => "making",
        MarkKind::Release => "release",
        MarkKind::Infusion => "infusion",
        MarkKind::FollowUp => "follow-up",
        MarkKind::Warning => "warning",
        MarkKind::Refusal => "refused",
    }
}

/// Met, verified, complete.
pub(crate) fn yes() -> Shape {
    CHECK
}

/// Not met, stopped.
pub(crate) fn no() -> Shape {
    CROSS
}

/// Missing: neither yes nor no.
pub(crate) fn missing() -> Shape {
    RING
}

/// A thing everyone must see.
pub(crate) fn alert() -> Shape {
    TRIANGLE
}

/// The class that colours how something of the facility stands; words and shape stand beside it.
pub(crate) fn standing_class(standing: &Standing) -> &'static str {
    match standing {
        Standing::Barred => "late",
        Standing::Waiting | Standing::Soon => "due",
        Standing::Good => "done",
    }
}

/// How something of the facility stands.
pub(crate) fn standing(standing: &Standing) -> Shape {
    match standing {
        Standing::Barred => no(),
        Standing::Waiting => missing(),
        Standing::Soon => alert(),
        Standing::Good => yes(),
    }
}

/// How a version of a label template stands.
pub(crate) fn template(state: &TemplateState) -> Shape {
    match state {
        TemplateState::InForce => yes(),
        TemplateState::Proposed => missing(),
        TemplateState::Replaced => SQUARE,
        TemplateState::Retired => no(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_states_that_stand_in_one_list_share_a_shape() {
        let dues = [
            DueState::Late,
            DueState::Due,
            DueState::Open,
            DueState::Blocked,
        ]
        .map(due);
        let steps = [
            StepState::Done,
            StepState::Open,
            StepState::Waiting,
            StepState::Missed,
        ]
        .map(step);
        let templates = [
            TemplateState::InForce,
            TemplateState::Proposed,
            TemplateState::Replaced,
            TemplateState::Retired,
        ]
        .map(|state| template(&state));
        for shapes in [dues, steps, templates] {
            for (index, shape) in shapes.iter().enumerate() {
                assert!(!shapes[index + 1..].contains(shape), "{shape}");
            }
        }
    }
}
