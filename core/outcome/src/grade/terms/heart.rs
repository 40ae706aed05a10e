//! Heart and circulation.

use cikada_domain::Unit;

use crate::grade::criterion::{
    Subject, at_least, below, decimal, described, falling, line, n, number, of, up_to_below, value,
    within_down,
};
use crate::grade::scheme::SourceMark;
use crate::grade::term::{Edition, Measurand, Term};

const SYSTEM: &str = "heart";

const EJECTION_FRACTION: Measurand = Measurand::new(
    "left ventricular ejection fraction",
    Unit::Percent,
    decimal("5"),
    decimal("90"),
);

pub(super) const TERMS: &[Term] = &[
    Term {
        system: SYSTEM,
        also: &["low blood pressure"],
        measured: None,
        v5: Edition::Described(
            "Hypotension",
            [
                "asymptomatic; no intervention indicated",
                "non-urgent medical intervention indicated",
                "medical intervention indicated and admission indicated",
                "life-threatening and urgent intervention indicated",
                "death",
            ],
        ),
        v6: Edition::AsBefore,
    },
    Term {
        system: SYSTEM,
        also: &["AF", "AFib"],
        measured: None,
        v5: Edition::Described(
            "Atrial fibrillation",
            [
                "asymptomatic; no intervention indicated",
                "non-urgent medical intervention indicated",
                "symptomatic; urgent intervention; device; ablation; new onset",
                "life-threatening",
                "death",
            ],
        ),
        v6: Edition::Described(
            "Atrial fibrillation",
            [
                "asymptomatic; no intervention indicated",
                "non-urgent medical intervention indicated; electrical cardioversion",
                "symptomatic; urgent intervention; device; ablation; new onset",
                "life-threatening",
                "death",
            ],
        ),
    },
    Term {
        system: SYSTEM,
        also: &["SVT"],
        measured: None,
        v5: Edition::Described(
            "Supraventricular tachycardia",
            [
                "asymptomatic; no intervention indicated",
                "non-urgent medical intervention indicated",
                "symptomatic; urgent intervention indicated",
                "life-threatening",
                "death",
            ],
        ),
        v6: Edition::AsBefore,
    },
    Term {
        system: SYSTEM,
        also: &["VT"],
        measured: None,
        v5: Edition::Described(
            "Ventricular tachycardia",
            [
                "",
                "non-urgent medical intervention indicated",
                "symptomatic; urgent intervention indicated",
                "life-threatening; haemodynamic compromise",
                "death",
            ],
        ),
        v6: Edition::AsBefore,
    },
    Term {
        system: SYSTEM,
        also: &[],
        measured: None,
        v5: Edition::Described(
            "Sinus tachycardia",
            [
                "asymptomatic; no intervention indicated",
                "symptomatic; non-urgent medical intervention indicated",
                "urgent medical intervention indicated",
                "",
                "",
            ],
        ),
        v6: Edition::AsBefore,
    },
    Term {
        system: SYSTEM,
        also: &[],
        measured: None,
        v5: Edition::Described(
            "Myocarditis",
            [
                "",
                "symptoms with moderate activity or exertion",
                "severe, symptoms at rest or with minimal activity; intervention; new onset",
                "life-threatening; urgent intervention indicated",
                "death",
            ],
        ),
        v6: Edition::Described(
            "Myocarditis",
            [
                "asymptomatic, laboratory or ECG findings only",
                "symptoms with moderate activity or exertion",
                "severe, symptoms at rest or with minimal activity; intervention; new onset",
                "life-threatening; ventilation for haemodynamic instability; complete or high-grade \
                 AV block; significant ventricular arrhythmia",
                "death",
            ],
        ),
    },
    Term {
        system: SYSTEM,
        also: &["MI", "heart attack"],
        measured: None,
        v5: Edition::Described(
            "Myocardial infarction",
            [
                "",
                "asymptomatic, cardiac enzymes minimally abnormal",
                "symptomatic, haemodynamically stable",
                "life-threatening; haemodynamically unstable",
                "death",
            ],
        ),
        v6: Edition::Described(
            "Myocardial infarction",
            [
                "",
                "asymptomatic; imaging or ECG features of infarction, perhaps of uncertain age",
                "haemodynamically stable; troponin rises or falls with a value above the 99th \
                 centile, and symptoms, ECG, Q waves, imaging or a thrombus of ischaemia",
                "life-threatening, haemodynamically unstable; troponin and signs as in line 3",
                "death",
            ],
        ),
    },
    Term {
        system: SYSTEM,
        also: &["EF decreased", "ejection fraction", "LVEF"],
        measured: Some(&EJECTION_FRACTION),
        // Printed as 50 - 40, 39 - 20 and drops of 10 - 19: between whole numbers, half-open.
        v5: Edition::Measured {
            name: "Ejection fraction decreased",
            lines: &[
                number(2, within_down(n("50"), n("40")))
                    .or(of(Subject::Fall, up_to_below(n("10"), n("20")))),
                number(3, falling(n("40"), n("20"))).or(of(Subject::Fall, at_least(n("20")))),
                number(4, below(n("20"))),
            ],
            silence: None,
        },
        v6: Edition::Absent(
            "Ejection fraction decreased is deleted in CTCAE v6: grade it as Left ventricular \
             dysfunction",
        ),
    },
    Term {
        system: SYSTEM,
        also: &["LV dysfunction"],
        measured: Some(&EJECTION_FRACTION),
        v5: Edition::Absent(
            "Left ventricular dysfunction is not a CTCAE v5 term: grade it as Ejection fraction \
             decreased",
        ),
        // The fall of >=10 % is read as percentage points.
        v6: Edition::Measured {
            name: "Left ventricular dysfunction",
            lines: &[
                described(
                    1,
                    "ejection fraction >=50 % and a new fall of strain (GLS) by >15 % or a new rise \
                     of cardiac biomarkers",
                ),
                line(
                    2,
                    value(falling(n("50"), n("40"))).and(Subject::Fall, at_least(n("10"))),
                )
                .or_described(
                    "ejection fraction <50 - 40 % and a new fall of strain (GLS) by >15 % or a new \
                     rise of cardiac biomarkers",
                )
                .marked(SourceMark::Proposal),
                line(
                    3,
                    value(below(n("40"))).and(Subject::Baseline, at_least(n("40"))),
                ),
            ],
            silence: None,
        },
    },
];
