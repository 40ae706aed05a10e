//! The ASTCT scales: the worst axis wins, and an axis that nobody looked at is not "none".

use cikada_outcome::grade::{
    Awakening, BrainPressure, CrsAssessment, Fever, GradeProblem, Graded, IcansAssessment,
    IceAnswers, IceTest, Missing, Motor, OxygenSupport, Seizure, SourceMark, TestLanguage,
    Vasopressors, grade_crs, grade_icans,
};

use crate::support::quantity;

fn crs() -> CrsAssessment {
    CrsAssessment {
        fever: Some(Fever::Measured(quantity("38.0 Cel"))),
        vasopressors: Some(Vasopressors::NoHypotension),
        oxygen: Some(OxygenSupport::None),
        died: false,
    }
}

fn well() -> IcansAssessment {
    IcansAssessment {
        age: quantity("61 a"),
        ice: Some(ice(10)),
        awakening: Some(Awakening::Spontaneous),
        seizure: Some(Seizure::None),
        motor: Some(Motor::None),
        brain_pressure: Some(BrainPressure::None),
        died: false,
    }
}

fn ice(points: u8) -> IceTest {
    IceTest {
        points,
        language: TestLanguage::PatientsOwn,
        global_aphasia: false,
    }
}

fn number(graded: Result<Graded, GradeProblem>) -> u8 {
    graded.unwrap().grade().map_or(0, |grade| grade.number())
}

fn on(others: u8, vasopressin: bool) -> Option<Vasopressors> {
    Some(Vasopressors::Count {
        others,
        vasopressin,
    })
}

#[test]
fn fever_alone_is_grade_1_from_38_degrees_on() {
    assert_eq!(number(grade_crs(&crs())), 1);
    let fever = Some(Fever::Measured(quantity("37.9 Cel")));
    assert_eq!(number(grade_crs(&CrsAssessment { fever, ..crs() })), 0);
}

#[test]
fn vasopressin_is_not_counted_as_a_second_vasopressor() {
    for (vasopressors, expected) in [
        (Some(Vasopressors::NoneNeeded), 2),
        (on(1, false), 3),
        (on(1, true), 3),
        (on(2, false), 4),
        (on(2, true), 4),
        (on(0, true), 3),
    ] {
        let graded = grade_crs(&CrsAssessment {
            vasopressors,
            ..crs()
        });
        assert_eq!(number(graded), expected, "{vasopressors:?}");
    }
}

#[test]
fn six_litres_a_minute_are_low_flow_and_more_is_not() {
    for (oxygen, expected) in [
        (OxygenSupport::NasalCannula(quantity("6 L/min")), 2),
        (OxygenSupport::NasalCannula(quantity("6.1 L/min")), 3),
        (OxygenSupport::BlowBy, 2),
        (OxygenSupport::Mask, 3),
        (OxygenSupport::PositivePressure, 4),
    ] {
        let oxygen = Some(oxygen);
        assert_eq!(
            number(grade_crs(&CrsAssessment { oxygen, ..crs() })),
            expected
        );
    }
}

#[test]
fn the_worst_axis_wins_and_death_is_grade_5() {
    let assessment = CrsAssessment {
        vasopressors: on(1, false),
        oxygen: Some(OxygenSupport::BlowBy),
        ..crs()
    };
    let graded = grade_crs(&assessment).unwrap();
    let grade = graded.grade().unwrap();
    assert_eq!(grade.number(), 3);
    assert_eq!(grade.scheme().to_string(), "ASTCT CRS 2019");
    assert!(grade.criterion().contains("one vasopressor"));
    assert_eq!(
        number(grade_crs(&CrsAssessment {
            died: true,
            ..crs()
        })),
        5
    );
}

#[test]
fn fever_that_was_treated_is_no_longer_asked_for() {
    let assessment = CrsAssessment {
        fever: Some(Fever::Treated),
        vasopressors: on(1, false),
        ..crs()
    };
    assert_eq!(number(grade_crs(&assessment)), 3);
    let fever = Some(Fever::Measured(quantity("37.2 Cel")));
    let cold = CrsAssessment {
        fever,
        ..assessment
    };
    assert_eq!(number(grade_crs(&cold)), 0);
}

#[test]
fn an_axis_that_nobody_looked_at_is_missing_unless_it_cannot_matter() {
    let assessment = CrsAssessment {
        oxygen: None,
        ..crs()
    };
    let Err(GradeProblem::Missing { missing, .. }) = grade_crs(&assessment) else {
        panic!("graded");
    };
    assert_eq!(missing, [Missing::Hypoxia]);
    let vasopressors = on(3, false);
    let gravest = CrsAssessment {
        vasopressors,
        ..assessment
    };
    assert_eq!(number(grade_crs(&gravest)), 4);
    let unknown = CrsAssessment {
        fever: None,
        ..crs()
    };
    assert!(matches!(
        grade_crs(&unknown),
        Err(GradeProblem::Missing { .. })
    ));
}

#[test]
fn ice_points_are_counted_as_the_test_says() {
    let all = IceAnswers {
        year: true,
        month: true,
        city: true,
        hospital: true,
        objects_named: 3,
        command: true,
        sentence: true,
        counting: true,
    };
    assert_eq!(all.points(), 10);
    let some = IceAnswers {
        objects_named: 1,
        hospital: false,
        counting: false,
        ..all
    };
    assert_eq!(some.points(), 6);
}

#[test]
fn ice_points_bring_grades_up_to_3() {
    for (points, expected) in [(10, 0), (9, 1), (7, 1), (6, 2), (3, 2), (2, 3), (0, 3)] {
        let ice = Some(ice(points));
        assert_eq!(
            number(grade_icans(&IcansAssessment { ice, ..well() })),
            expected,
            "{points}"
        );
    }
    let ice = Some(ice(11));
    let result = grade_icans(&IcansAssessment { ice, ..well() });
    assert!(matches!(result, Err(GradeProblem::Implausible { .. })));
}

#[test]
fn zero_points_awake_with_global_aphasia_are_grade_3_from_memory() {
    let ice = Some(IceTest {
        global_aphasia: true,
        ..ice(0)
    });
    let graded = grade_icans(&IcansAssessment { ice, ..well() }).unwrap();
    let grade = graded.grade().unwrap();
    assert_eq!(grade.number(), 3);
    assert_eq!(grade.source().mark, SourceMark::Memory);
}

#[test]
fn zero_points_of_a_patient_who_cannot_be_woken_are_grade_4() {
    let assessment = IcansAssessment {
        ice: Some(ice(0)),
        awakening: Some(Awakening::VigorousTouchOrNone),
        ..well()
    };
    assert_eq!(number(grade_icans(&assessment)), 4);
}

#[test]
fn each_domain_alone_brings_its_grade() {
    for (assessment, expected) in [
        (
            IcansAssessment {
                awakening: Some(Awakening::Voice),
                ..well()
            },
            2,
        ),
        (
            IcansAssessment {
                awakening: Some(Awakening::Touch),
                ..well()
            },
            3,
        ),
        (
            IcansAssessment {
                seizure: Some(Seizure::ClearsFast),
                ..well()
            },
            3,
        ),
        (
            IcansAssessment {
                seizure: Some(Seizure::Prolonged),
                ..well()
            },
            4,
        ),
        (
            IcansAssessment {
                motor: Some(Motor::DeepFocalWeakness),
                ..well()
            },
            4,
        ),
        (
            IcansAssessment {
                brain_pressure: Some(BrainPressure::FocalOedema),
                ..well()
            },
            3,
        ),
        (
            IcansAssessment {
                brain_pressure: Some(BrainPressure::DiffuseOrRaised),
                ..well()
            },
            4,
        ),
        (
            IcansAssessment {
                died: true,
                ..well()
            },
            5,
        ),
    ] {
        assert_eq!(number(grade_icans(&assessment)), expected, "{assessment:?}");
    }
}

#[test]
fn a_test_in_another_language_is_not_counted() {
    let ice = Some(IceTest {
        language: TestLanguage::Other,
        ..ice(1)
    });
    let Err(GradeProblem::Missing { missing, .. }) =
        grade_icans(&IcansAssessment { ice, ..well() })
    else {
        panic!("graded");
    };
    assert_eq!(missing, [Missing::IceTest]);
}

#[test]
fn a_child_is_graded_on_another_scale() {
    let age = quantity("143 mo");
    let told = grade_icans(&IcansAssessment { age, ..well() })
        .unwrap_err()
        .to_string();
    assert!(told.contains("12 years and older"), "{told}");
    let age = quantity("12 a");
    assert_eq!(number(grade_icans(&IcansAssessment { age, ..well() })), 0);
}
