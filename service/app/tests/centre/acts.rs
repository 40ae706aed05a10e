//! Acts: roles, signatures, witnesses, retries, races, late entries.

use std::sync::Barrier;

use cikada_app::form::Target;
use cikada_app::sample::PASSWORD;
use cikada_app::use_cases::maintain::verify;
use cikada_app::use_cases::{Answer, Posted, SubmitError, submit};

use crate::example::{ExampleCentre, codes_of, example_centre, first_dose};

#[test]
fn the_right_bag_goes_to_the_right_patient_and_never_twice() {
    let centre = example_centre();
    let (world, id) = (&centre.sample.world, &centre.sample.at_bedside);
    centre.record_fitness();
    let (wristband, bag) = centre.codes(id);
    let (other, _) = centre.codes(&centre.sample.told);

    let wrong = centre
        .at_bedside(&centre.bedside(&other, &bag, "wrong"))
        .unwrap();
    assert_eq!(codes_of(&wrong), ["wrong-patient"]);
    let right = centre
        .at_bedside(&centre.bedside(&wristband, &bag, "right"))
        .unwrap();
    assert!(matches!(right, Answer::Accepted { .. }), "{right:?}");

    // Eight tablets start the same infusion at the same moment: one does.
    let barrier = Barrier::new(8);
    let start = |number: usize| {
        let posted = Posted {
            password: Some(PASSWORD.to_owned()),
            witness: None,
            ..centre.bedside("", &bag, &format!("start-{number}"))
        };
        let actor = centre.actor("nurse");
        barrier.wait();
        submit(
            world,
            &actor,
            id,
            &Target::InfusionStart(first_dose()),
            &posted,
        )
        .unwrap()
    };
    let answers: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|number| scope.spawn(move || start(number)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let accepted = answers
        .iter()
        .filter(|answer| matches!(answer, Answer::Accepted { .. }));
    assert_eq!(accepted.count(), 1);
    let refused = answers
        .iter()
        .filter(|answer| codes_of(answer).contains(&"dose-already-given"));
    assert_eq!(refused.count(), 7);
    assert!(verify(world, &[]).unwrap().is_proven());
}

/// Fitness, verification and start of the infusion of the patient at the bedside.
fn start_infusion(centre: &ExampleCentre) {
    let (world, id) = (&centre.sample.world, &centre.sample.at_bedside);
    centre.record_fitness();
    let (wristband, bag) = centre.codes(id);
    let verified = centre.at_bedside(&centre.bedside(&wristband, &bag, "verified"));
    assert!(matches!(verified, Ok(Answer::Accepted { .. })));
    let start = Posted {
        password: Some(PASSWORD.to_owned()),
        witness: None,
        ..centre.bedside("", &bag, "started")
    };
    let target = Target::InfusionStart(first_dose());
    let started = submit(world, &centre.actor("nurse"), id, &target, &start);
    assert!(matches!(started, Ok(Answer::Accepted { .. })));
}

#[test]
fn an_infusion_that_was_stopped_is_not_recorded_without_its_reason() {
    let centre = example_centre();
    let (world, id) = (&centre.sample.world, &centre.sample.at_bedside);
    start_infusion(&centre);
    let nurse = centre.actor("nurse");
    let ask = |target: &Target, posted: &Posted| submit(world, &nurse, id, target, posted);
    let end = |request: &str, more: &[(&str, &str)]| {
        let said = [("outcome", "stopped"), ("volume", "40")];
        let said = said.iter().chain(more);
        let fields = said.map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let posted = Posted {
            request: request.to_owned(),
            fields: fields.collect(),
            ..Posted::default()
        };
        ask(&Target::InfusionEnd(first_dose()), &posted)
    };
    let other = ("interruption", "other");
    for (request, more) in [("no-reason", &[][..]), ("no-words", &[other])] {
        let field = if more.is_empty() {
            "interruption"
        } else {
            "note"
        };
        let Err(SubmitError::Fields(errors)) = end(request, more) else {
            panic!("recorded without {field}");
        };
        assert_eq!(errors[0].field, field);
    }
    let told = end("told", &[other, ("note", "the pump was needed elsewhere")]);
    assert!(matches!(told, Ok(Answer::Accepted { .. })), "{told:?}");
}

#[test]
fn the_end_of_an_observation_asks_why_vital_signs_were_not_taken_at_their_times() {
    let centre = example_centre();
    let id = centre.sample.at_bedside.clone();
    start_infusion(&centre);
    let (nurse, world) = (centre.actor("nurse"), &centre.sample.world);
    let ended_at = world.now() + jiff::SignedDuration::from_mins(1);
    let ended_at = ended_at.to_zoned(world.zone().clone());
    // The bag was stopped before the first set was due; the one after the end was forgotten.
    let centre = centre.days_later(1);
    let world = &centre.sample.world;
    let ask = |target: Target, request: &str, fields: &[(&str, &str)]| {
        let mut posted = centre.filled(&id, &target, request);
        let fields = fields.iter();
        let fields = fields.map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        posted.fields.extend(fields);
        if matches!(target, Target::InfusionEnd(_)) {
            let at = ended_at.strftime("%Y-%m-%dT%H:%M:%S");
            posted.occurred_at = Some(at.to_string());
            posted.reason = Some("transcribed".to_owned());
        }
        submit(world, &nurse, &id, &target, &posted)
    };
    let stopped = [
        ("outcome", "stopped"),
        ("volume", "40"),
        ("interruption", "reaction"),
    ];
    let ended = ask(Target::InfusionEnd(first_dose()), "ended", &stopped);
    assert!(matches!(ended, Ok(Answer::Accepted { .. })), "{ended:?}");
    let signs = [
        ("value.systolic", "125"),
        ("value.heart-rate", "80"),
        ("value.respiratory-rate", "16"),
        ("value.oxygen-saturation", "97"),
    ];
    let signs = ask(Target::VitalSigns(first_dose()), "signs", &signs);
    assert!(matches!(signs, Ok(Answer::Accepted { .. })), "{signs:?}");

    let target = Target::ObservationEnd(first_dose());
    let form = cikada_app::form::describe(world, &nurse, &id, &target).unwrap();
    let asked: Vec<_> = form.fields.iter().filter(|field| !field.optional).collect();
    assert_eq!(asked.len(), 1, "{asked:?}");
    let why = asked[0].name.as_str();
    assert!(
        asked[0].label.contains("were taken Tue 17 Mar"),
        "{asked:?}"
    );
    for (request, chosen, field) in [("nothing", "", why), ("no-words", "other", "note")] {
        let Err(SubmitError::Fields(errors)) = ask(target.clone(), request, &[(why, chosen)])
        else {
            panic!("recorded without {field}");
        };
        assert_eq!(errors[0].field, field);
    }
    let told = ask(target, "told", &[(why, "forgotten")]);
    assert!(matches!(told, Ok(Answer::Accepted { .. })), "{told:?}");
}

#[test]
fn a_form_posted_twice_gets_its_first_answer_and_happens_once() {
    let centre = example_centre();
    let world = &centre.sample.world;
    let target = Target::Consent;
    let posted = Posted {
        request: "consent".to_owned(),
        fields: [
            ("consent", "treatment"),
            ("act", "give"),
            ("document_version", "2"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into(),
        ..Posted::default()
    };
    let (actor, id) = (centre.actor("coordinator"), &centre.sample.at_bedside);
    let first = submit(world, &actor, id, &target, &posted).unwrap();
    let second = submit(world, &actor, id, &target, &posted).unwrap();
    assert_eq!(first, second);
    let mut other = posted;
    other
        .fields
        .insert("document_version".to_owned(), "3".to_owned());
    let reused = submit(world, &actor, id, &target, &other).unwrap_err();
    assert!(matches!(&reused, SubmitError::Fields(errors) if errors[0].field == "request"));
}

#[test]
fn a_role_that_may_not_ask_is_told_which_may() {
    let centre = example_centre();
    let (world, id) = (&centre.sample.world, &centre.sample.at_bedside);
    for name in ["admin", "inspector", "coordinator", "technologist2"] {
        let posted = Posted {
            request: name.to_owned(),
            ..Posted::default()
        };
        let error = submit(
            world,
            &centre.actor(name),
            id,
            &Target::Eligibility,
            &posted,
        )
        .unwrap_err();
        let told = if name == "admin" {
            "sees no patient"
        } else {
            "physician"
        };
        assert!(error.to_string().contains(told), "{name}: {error}");
    }
}

#[test]
fn nothing_is_signed_with_a_wrong_password_and_refused_without_one() {
    let centre = example_centre();
    let (world, id) = (&centre.sample.world, &centre.sample.at_bedside);
    let actor = centre.actor("physician");
    let mut posted = Posted {
        request: "lift".to_owned(),
        ..Posted::default()
    };
    posted.password = Some("not my password at all".to_owned());
    let error = submit(world, &actor, id, &Target::HoldLift, &posted).unwrap_err();
    assert!(matches!(error, SubmitError::WrongPassword));
    posted.password = None;
    let answer = submit(world, &actor, id, &Target::HoldLift, &posted).unwrap();
    assert!(
        codes_of(&answer).contains(&"signature-missing"),
        "{answer:?}"
    );
}

#[test]
fn a_witness_is_another_person_who_proves_it() {
    let centre = example_centre();
    centre.record_fitness();
    let (wristband, bag) = centre.codes(&centre.sample.at_bedside);
    let mut posted = centre.bedside(&wristband, &bag, "own-witness");
    posted.witness = Some(("nurse".to_owned(), PASSWORD.to_owned()));
    let answer = centre.at_bedside(&posted).unwrap();
    assert_eq!(codes_of(&answer), ["witness-is-performer"]);
    posted.request = "false-witness".to_owned();
    posted.witness = Some(("nurse2".to_owned(), "a wrong password for her".to_owned()));
    assert!(matches!(
        centre.at_bedside(&posted),
        Err(SubmitError::WitnessUnknown)
    ));
    posted.witness = None;
    assert_eq!(
        codes_of(&centre.at_bedside(&posted).unwrap()),
        ["witness-missing"]
    );
}

#[test]
fn a_late_entry_needs_its_reason_and_the_future_is_refused() {
    let centre = example_centre();
    let (world, id) = (&centre.sample.world, &centre.sample.at_bedside);
    let actor = centre.actor("physician");
    let mut posted = Posted {
        request: "late".to_owned(),
        occurred_at: Some("2026-03-16T09:40".to_owned()),
        ..Posted::default()
    };
    let error = submit(world, &actor, id, &Target::Hold, &posted).unwrap_err();
    let SubmitError::Fields(fields) = error else {
        panic!("{error}");
    };
    assert_eq!(fields[0].field, "reason");
    posted.reason = Some("transcribed".to_owned());
    let answer = submit(world, &actor, id, &Target::Hold, &posted).unwrap();
    assert!(matches!(answer, Answer::Accepted { .. }), "{answer:?}");
    posted.request = "future".to_owned();
    posted.occurred_at = Some("2026-03-17T09:40".to_owned());
    let answer = submit(world, &actor, id, &Target::Hold, &posted).unwrap();
    assert!(codes_of(&answer).contains(&"time-in-future"), "{answer:?}");
}

#[test]
fn a_consent_is_given_or_withdrawn_only_when_somebody_said_so() {
    let centre = example_centre();
    let (world, id) = (&centre.sample.world, &centre.sample.at_bedside);
    for act in [None, Some("maybe")] {
        let mut posted = Posted {
            request: format!("{act:?}"),
            ..Posted::default()
        };
        let fields = [
            ("consent", Some("treatment")),
            ("act", act),
            ("document_version", Some("2")),
        ];
        for (name, value) in fields {
            posted
                .fields
                .extend(value.map(|value| (name.to_owned(), value.to_owned())));
        }
        let error = submit(
            world,
            &centre.actor("coordinator"),
            id,
            &Target::Consent,
            &posted,
        );
        let Err(SubmitError::Fields(errors)) = error else {
            panic!("{error:?}");
        };
        assert_eq!(errors[0].field, "act");
    }
}

#[test]
fn an_hour_that_a_clock_change_repeats_is_never_guessed() {
    let centre = example_centre();
    let (world, id) = (&centre.sample.world, &centre.sample.at_bedside);
    // The zone of the sample centre last went from summer to winter in 2015.
    let posted = Posted {
        request: "repeated".to_owned(),
        occurred_at: Some("2015-11-08T03:30".to_owned()),
        reason: Some("transcribed".to_owned()),
        ..Posted::default()
    };
    let error = submit(
        world,
        &centre.actor("physician"),
        id,
        &Target::Hold,
        &posted,
    );
    let Err(SubmitError::Fields(errors)) = error else {
        panic!("{error:?}");
    };
    assert!(
        errors[0].message.contains("clock was changed"),
        "{errors:?}"
    );
}
