//! A form as it stands on a page: what the app described, what was typed, what was wrong with it.

use cikada_app::form::{Field, FieldError, FieldKind, Form, StepScreen, Target};
use cikada_app::papers::LabelForm;
use cikada_app::use_cases::Session;

use crate::address;
use crate::failure::Failure;
use crate::post::{Fields, OCCURRED, PASSWORD, REASON, REQUEST, WITNESS};
use crate::session::random_name;
use crate::wording;

/// More choices than this stand in a list that opens, fewer as large buttons.
const BUTTONS_MAX: usize = 5;

/// What the sheet of a form asks of the form itself.
pub(crate) trait Asked {
    /// Where it is sent.
    fn address(&self) -> String;
    /// What is entered, in order.
    fn fields(&self) -> &[Field];
    /// How something was worked out, line by line.
    fn working(&self) -> &[String] {
        &[]
    }
    /// The screen of a step.
    fn step(&self) -> Option<&StepScreen> {
        None
    }
    /// Whether a second person is asked for only where something that is entered asks for one.
    fn witness_may_be_missing(&self) -> bool {
        false
    }
    /// Whether this form changes what was recorded, so that a reason is always asked for.
    fn is_correction(&self) -> bool {
        false
    }
    /// Whether the answer fills the screen because a patient waits for it.
    fn is_bedside(&self) -> bool {
        false
    }
}

impl Asked for Form {
    fn address(&self) -> String {
        address::target(&self.heading.treatment, &self.target)
    }

    fn fields(&self) -> &[Field] {
        &self.fields
    }

    fn working(&self) -> &[String] {
        &self.working
    }

    fn step(&self) -> Option<&StepScreen> {
        self.step.as_ref()
    }

    fn witness_may_be_missing(&self) -> bool {
        matches!(self.target, Target::LabelAccount(_))
    }

    fn is_correction(&self) -> bool {
        self.target.is_correction()
    }

    fn is_bedside(&self) -> bool {
        matches!(self.target, Target::Bedside(_))
    }
}

/// A form on a page.
#[derive(Debug)]
pub(crate) struct Sheet<F = Form> {
    pub(crate) form: F,
    pub(crate) action: String,
    pub(crate) token: String,
    pub(crate) request: String,
    pub(crate) fields: Vec<Entry>,
    pub(crate) witness: String,
    pub(crate) occurred: String,
    pub(crate) reason: String,
    /// Whether nothing was typed yet.
    pub(crate) is_fresh: bool,
    /// What must be read before the form is sent again.
    pub(crate) notice: Option<String>,
    /// Errors at our own fields, or at none.
    own_errors: Vec<FieldError>,
}

/// One field with what was typed.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) field: Field,
    pub(crate) value: String,
    pub(crate) error: Option<String>,
}

impl Entry {
    /// The elements that explain the box, for its `aria-describedby`.
    pub(crate) fn described_by(&self) -> String {
        let name = &self.field.name;
        let mut ids = Vec::new();
        if self.field.help.is_some() {
            ids.push(format!("{name}-help"));
        }
        if self.field.limit.is_some() {
            ids.push(format!("{name}-limit"));
        }
        if self.field.inner.is_some() {
            ids.push(format!("{name}-inner"));
        }
        if self.error.is_some() {
            ids.push(format!("{name}-error"));
        }
        ids.join(" ")
    }

    pub(crate) fn as_buttons(&self, choices: &[(String, String)]) -> bool {
        choices.len() <= BUTTONS_MAX
    }

    pub(crate) fn is_group(&self) -> bool {
        match &self.field.kind {
            FieldKind::YesNo => true,
            FieldKind::Choice(choices) => self.as_buttons(choices),
            FieldKind::Quantity { .. }
            | FieldKind::Amount
            | FieldKind::Date
            | FieldKind::Scan
            | FieldKind::Again
            | FieldKind::Hidden
            | FieldKind::Lines
            | FieldKind::Text => false,
        }
    }
}

impl<F: Asked> Sheet<F> {
    /// Lays out a form, with what was typed before where there is any.
    pub(crate) fn lay_out(session: &Session, form: F, typed: &Fields) -> Result<Self, Failure> {
        let typed_or = |name: &str| typed.get(name).cloned().unwrap_or_default();
        let fields = form
            .fields()
            .iter()
            .map(|field| Entry {
                value: match field.kind {
                    // It says what this page shows, not what one before it did.
                    FieldKind::Hidden => &field.value,
                    _ => typed.get(&field.name).unwrap_or(&field.value),
                }
                .clone(),
                field: field.clone(),
                error: None,
            })
            .collect();
        let request = typed.get(REQUEST).filter(|request| !request.is_empty());
        Ok(Self {
            action: form.address(),
            token: session.csrf.clone(),
            request: match request {
                Some(request) => request.clone(),
                None => random_name(16)?,
            },
            fields,
            witness: typed_or(WITNESS),
            occurred: typed_or(OCCURRED),
            reason: typed_or(REASON),
            is_fresh: typed.is_empty(),
            notice: None,
            own_errors: Vec::new(),
            form,
        })
    }

    /// Puts each message at its field; what fits none stands above the form.
    pub(crate) fn mark(&mut self, errors: Vec<FieldError>) {
        for error in errors {
            let entry = self
                .fields
                .iter_mut()
                .find(|entry| entry.field.name == error.field);
            match entry {
                Some(entry) => entry.error = Some(wording::capital(&error.message)),
                None => self.mark_own(&error.field, &error.message),
            }
        }
    }

    /// Puts a message at one of our own fields.
    pub(crate) fn mark_own(&mut self, field: &str, message: &str) {
        let field = match field {
            "occurred_at" => OCCURRED,
            "reason" => REASON,
            own => own,
        };
        let (field, message) = (field.to_owned(), wording::capital(message));
        self.own_errors.push(FieldError { field, message });
    }

    /// The message at one of our own fields.
    pub(crate) fn own_error(&self, field: &str) -> Option<&str> {
        let error = self.own_errors.iter().find(|error| error.field == field)?;
        Some(&error.message)
    }

    /// Whether the part for late entries stands open.
    pub(crate) fn is_late(&self) -> bool {
        !self.occurred.is_empty()
            || [OCCURRED, REASON]
                .iter()
                .any(|own| self.own_error(own).is_some())
    }

    /// Every message with the element it belongs to, for the list above the form.
    pub(crate) fn problems(&self) -> Vec<(String, String)> {
        let mut problems: Vec<(String, String)> = self
            .fields
            .iter()
            .filter_map(|entry| {
                let message = entry.error.as_ref()?;
                let href = if entry.is_group() {
                    format!("{}-group", entry.field.name)
                } else {
                    entry.field.name.clone()
                };
                Some((href, format!("{}: {message}", entry.field.label)))
            })
            .collect();
        problems.extend(self.own_errors.iter().map(|error| {
            let is_box = [OCCURRED, REASON, WITNESS, PASSWORD].contains(&error.field.as_str());
            let href = if is_box {
                error.field.clone()
            } else {
                "form".to_owned()
            };
            (href, error.message.clone())
        }));
        problems
    }
}

impl Sheet {
    /// Empties the scan boxes of a form beside the patient: a scan proves what hangs there now, so
    /// that one that was refused is never sent a second time.
    pub(crate) fn empty_scans_beside_patient(&mut self) {
        if !self.is_beside_patient() {
            return;
        }
        let is_scan = |entry: &&mut Entry| matches!(entry.field.kind, FieldKind::Scan);
        for entry in self.fields.iter_mut().filter(is_scan) {
            entry.value.clear();
        }
    }

    /// The files of a label that was printed, on the page where it is scanned back.
    pub(crate) fn label_files(&self) -> Vec<(&'static str, String)> {
        let Target::LabelScan(container) = &self.form.target else {
            return Vec::new();
        };
        if self.form.before.is_empty() {
            return Vec::new();
        }
        let of = |form| address::label(&self.form.heading.treatment, container, form);
        vec![
            ("Label as PDF", of(LabelForm::Pdf)),
            ("Label as SVG", of(LabelForm::Svg)),
            ("Label for a thermal printer (ZPL)", of(LabelForm::Zpl)),
        ]
    }

    /// Whether it is filled in beside the patient, where everything is larger.
    pub(crate) fn is_beside_patient(&self) -> bool {
        matches!(
            self.form.target,
            Target::Fitness(_)
                | Target::Bedside(_)
                | Target::InfusionStart(_)
                | Target::VitalSigns(_)
                | Target::InfusionEnd(_)
                | Target::ObservationEnd(_)
        )
    }
}

#[cfg(test)]
impl Sheet {
    pub(crate) fn example(form: Form) -> Self {
        Self {
            action: form.address(),
            token: "token-of-the-session".to_owned(),
            request: "request-of-the-form".to_owned(),
            fields: form
                .fields
                .iter()
                .map(|field| Entry {
                    field: field.clone(),
                    value: String::new(),
                    error: None,
                })
                .collect(),
            witness: String::new(),
            occurred: String::new(),
            reason: String::new(),
            is_fresh: true,
            notice: None,
            own_errors: Vec::new(),
            form,
        }
    }
}
