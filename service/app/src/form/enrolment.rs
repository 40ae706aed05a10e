//! Forms of the physician and the coordinator: evaluation, consent, plan, visits, events, holds.

use std::collections::BTreeMap;

use cikada_domain::event::ClosingReason;
use cikada_domain::{CriterionId, DoseNumber, GapConvention, Value, VisitId};
use cikada_engine::Command;
use cikada_protocol::model::Criterion;

use crate::error::AppError;
use crate::form::drawn::{
    Drawn, aside, capital, criterion_field, criterion_name, field, kind_of, text,
};
use crate::form::typed::Typed;
use crate::form::{Context, FieldKind};
use crate::read::rule_source;
use crate::record::SealedFields;

pub(crate) fn evaluation(ctx: &Context<'_>) -> Drawn {
    let fields = ctx.protocol.eligibility.iter().map(|criterion| {
        let mut field = criterion_field(ctx.protocol, criterion);
        field.optional = true;
        if let Some(found) = ctx.treatment.findings.get(&criterion.id) {
            field.help = Some(format!("recorded: {}", found.value.words()));
        }
        field
    });
    let instruction = "Enter what was found. What is left empty stays as it was recorded before.";
    Drawn::new("Evaluation", instruction, "Record findings")
        .with(fields)
        .with([note()])
}

pub(crate) fn read_findings(
    typed: &mut Typed<'_>,
    criteria: &[Criterion],
    all: bool,
) -> BTreeMap<CriterionId, Value> {
    let mut findings = BTreeMap::new();
    for criterion in criteria {
        let name = criterion_name(criterion);
        if !all && typed.raw(&name).is_none() {
            continue;
        }
        if let Some(value) = typed.value(&name, &kind_of(&criterion.requirement)) {
            findings.insert(criterion.id.clone(), value);
        }
    }
    findings
}

/// A code the ledger keeps in the clear and for ever.
pub(crate) fn in_the_clear(name: &str, label: &str) -> crate::form::Field {
    let help = "kept in the clear: a code, never a name".to_owned();
    crate::form::Field {
        help: Some(help),
        ..field(name, label, FieldKind::Text)
    }
}

pub(crate) fn note() -> crate::form::Field {
    text("note", "Note, sealed under the patient's key")
}

pub(crate) fn eligibility() -> Drawn {
    let instruction = "Confirm that you have reviewed every finding against its criterion, and that \
                       this treatment neither replaces nor delays standard care.";
    Drawn::new("Eligibility", instruction, "Sign: eligible").with([note()])
}

const WITHDRAW: &str = "withdraw";

fn consent_acts() -> Vec<(String, String)> {
    let acts = [("give", "given"), (WITHDRAW, "withdrawn")];
    acts.map(|(code, words)| (code.to_owned(), words.to_owned()))
        .into()
}

pub(crate) fn consent(ctx: &Context<'_>) -> Drawn {
    let choices = ctx
        .protocol
        .consents
        .iter()
        .map(|rule| (rule.id.to_string(), rule.text.clone()));
    let instruction = "Record what the patient signed, with the version of the document.";
    let mut drawn = Drawn::new("Consent", instruction, "Record consent").with([
        field("consent", "Consent", FieldKind::Choice(choices.collect())),
        field("act", "The patient has", FieldKind::Choice(consent_acts())),
        in_the_clear("document_version", "Version of the signed document"),
    ]);
    drawn.before = ctx
        .treatment
        .consents
        .keys()
        .map(|id| format!("{id}: given"))
        .collect();
    drawn
}

pub(crate) fn read_consent(ctx: &Context<'_>, typed: &mut Typed<'_>) -> Option<Command> {
    let name = typed.code("consent")?;
    let Some(rule) = ctx
        .protocol
        .consents
        .iter()
        .find(|rule| rule.id.as_str() == name)
    else {
        typed.fail("consent", "expected one of the protocol's consents");
        return None;
    };
    let consent = rule.id.clone();
    // Only what was said is recorded: neither act is what happens when nothing was chosen.
    if typed.choice("act", &consent_acts())? == WITHDRAW {
        return Some(Command::WithdrawConsent { consent });
    }
    let document_version = typed.code("document_version")?;
    Some(Command::RecordConsent {
        consent,
        document_version,
    })
}

pub(crate) fn plan(ctx: &Context<'_>) -> Drawn {
    let of_protocol = ctx.protocol.convention();
    let words = |convention: GapConvention| match convention {
        GapConvention::Before => "the interval stands before each dose of its block",
        GapConvention::After => "the interval stands after each dose of its block",
    };
    let choice =
        |convention: GapConvention| (convention.name().to_owned(), words(convention).to_owned());
    let choices = vec![choice(GapConvention::Before), choice(GapConvention::After)];
    let mut convention = field(
        "convention",
        "Between two blocks",
        FieldKind::Choice(choices),
    );
    let confirmed = ctx.treatment.plan.as_ref();
    let shown = confirmed.map_or(of_protocol, |plan| plan.convention);
    convention.value = shown.name().to_owned();
    let first = match ctx.protocol.medicine() {
        Some(_) => "first dose",
        None => "first infusion",
    };
    let mut anchor = field("anchor", format!("Day of the {first}"), FieldKind::Date);
    anchor.value = confirmed.map_or_else(String::new, |plan| plan.anchor.to_string());
    let instruction = format!(
        "Choose the day of the {first}. Everything else follows from the protocol's calendar; what \
         must come before it falls before it."
    );
    let mut drawn = Drawn::new("Plan", instruction, "Sign the plan");
    drawn = drawn.with([anchor, convention]);
    let schedule = [ctx.protocol.schedule.text.clone()];
    let source = rule_source(ctx.protocol, &ctx.protocol.schedule.source);
    drawn.know = vec![aside("The schedule", schedule, Some(source))];
    drawn.know.extend(ctx.protocol.gates.iter().map(|gate| {
        let open = "Doses behind it wait for the answer.".to_owned();
        let source = rule_source(ctx.protocol, &gate.source);
        let lines = [
            format!("{}: {}", gate.text, gate.condition.requirement.words()),
            open,
        ];
        aside("A gate of the schedule", lines, Some(source))
    }));
    drawn
}

pub(crate) fn read_plan(typed: &mut Typed<'_>) -> Option<Command> {
    let anchor = typed.date("anchor");
    let convention = match typed.raw("convention") {
        Some("before") => Some(GapConvention::Before),
        Some("after") => Some(GapConvention::After),
        _ => {
            typed.fail("convention", "expected one of the choices shown");
            None
        }
    };
    Some(Command::ConfirmPlan {
        anchor: anchor?,
        convention: Some(convention?),
    })
}

pub(crate) fn visit(
    ctx: &Context<'_>,
    id: &VisitId,
    dose: Option<DoseNumber>,
) -> Result<Drawn, AppError> {
    let rule = ctx.protocol.visits.iter().find(|rule| &rule.id == id);
    let rule = rule.ok_or_else(|| AppError::NotFound(format!("visit {id}")))?;
    let title = match dose {
        Some(dose) => format!("{} · dose {dose}", capitalised(id.as_str())),
        None => capitalised(id.as_str()),
    };
    let fields = rule
        .findings
        .iter()
        .map(|criterion| criterion_field(ctx.protocol, criterion));
    Ok(Drawn::new(title, &rule.text, "Record visit")
        .with(fields)
        .with([note()])
        .standing_on(ctx.protocol, &rule.source))
}

fn capitalised(id: &str) -> String {
    capital(&id.replace('-', " "))
}

pub(crate) fn read_visit(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    visit: &VisitId,
    dose: Option<DoseNumber>,
) -> Option<Command> {
    let rule = ctx.protocol.visits.iter().find(|rule| &rule.id == visit)?;
    let findings = read_findings(typed, &rule.findings, true);
    Some(Command::RecordVisit {
        visit: visit.clone(),
        dose,
        findings,
    })
}

pub(crate) fn hold() -> Drawn {
    let instruction = "No dose is given until a physician lifts the hold.";
    Drawn::new("Hold all dosing", instruction, "Hold").with([note()])
}

pub(crate) fn hold_lift() -> Drawn {
    let instruction = "Dosing may go on. A stop rule that ended dosing for good stays in force.";
    Drawn::new("Lift the hold", instruction, "Sign: hold lifted").with([note()])
}

const CLOSINGS: [(ClosingReason, &str, &str); 4] = [
    (
        ClosingReason::Completed,
        "completed",
        "all that was planned was done",
    ),
    (
        ClosingReason::Stopped,
        "stopped",
        "a stop rule or a physician ended it",
    ),
    (
        ClosingReason::Withdrawn,
        "withdrawn",
        "the patient withdrew",
    ),
    (ClosingReason::Died, "died", "the patient died"),
];

pub(crate) fn closing() -> Drawn {
    let choices = CLOSINGS.map(|(_, code, words)| (code.to_owned(), words.to_owned()));
    let instruction = "The treatment has ended. Its record stays readable and provable.";
    let reason = field("reason", "How it ended", FieldKind::Choice(choices.into()));
    Drawn::new("Close the treatment", instruction, "Sign and close").with([reason, note()])
}

pub(crate) fn read_closing(typed: &mut Typed<'_>) -> Option<Command> {
    let code = typed.code("reason")?;
    let Some((reason, ..)) = CLOSINGS.iter().find(|(_, known, _)| *known == code) else {
        typed.fail("reason", "expected one of the choices shown");
        return None;
    };
    Some(Command::CloseTreatment { reason: *reason })
}

/// Takes the note of a form into what is sealed.
pub(crate) fn read_note(typed: &mut Typed<'_>, sealed: &mut SealedFields) {
    typed.text("note", "note", sealed);
}
