//! Killing assays against scipy, and the reading of plates.

use cikada_domain::Population;
use cikada_outcome::potency::{
    Assay, FitError, LyticError, NoLysis, Validity, Verdict, fit, lysis, lytic_units, read_plate,
    validity,
};
use proptest::prelude::*;

use crate::tables::{near, rows};

const PLATE: &str = include_str!("../../../../docs/evidence/statistics/data/killing.csv");
const TABLE: &str = include_str!("../../../../docs/evidence/statistics/tables/potency.json");

fn means(text: &str, assay: Assay) -> Vec<f64> {
    let found = lysis(&read_plate(text.as_bytes(), assay).unwrap()).unwrap();
    found.sample.iter().map(|at| at.mean).collect()
}

fn verdict(text: &str, limits: &Validity, code: &str) -> Verdict {
    let plate = read_plate(text.as_bytes(), Assay::Release).unwrap();
    let checks = validity(&plate, &lysis(&plate).unwrap(), limits);
    checks
        .iter()
        .find(|check| check.code == code)
        .unwrap()
        .verdict
}

#[test]
fn a_dose_response_and_its_lytic_units_are_those_of_scipy() {
    let row = rows(TABLE).remove(0);
    let plate = read_plate(PLATE.as_bytes(), Assay::Release).unwrap();
    assert_eq!(plate.population, Population::Viable);
    let found = lysis(&plate).unwrap();
    near(found.spontaneous, &row["spontaneous"], 1e-12, "spontaneous");
    near(found.maximum, &row["maximum"], 1e-12, "maximum");
    for (at, expected) in found.sample.iter().zip(row["lysis"].as_array().unwrap()) {
        near(at.ratio, &expected["ratio"], 0.0, "ratio");
        near(at.mean, &expected["mean"], 1e-12, "mean");
        near(
            at.standard_deviation.unwrap(),
            &expected["deviation"],
            1e-9,
            "deviation",
        );
    }
    let response = fit(&found).unwrap();
    near(response.plateau, &row["plateau"], 1e-6, "plateau");
    near(response.rate, &row["rate"], 1e-6, "rate");
    near(
        response.plateau_error,
        &row["plateau_error"],
        1e-5,
        "plateau error",
    );
    near(response.rate_error, &row["rate_error"], 1e-5, "rate error");
    let units = lytic_units(&response, 30.0, 10_000).unwrap();
    near(units.ratio, &row["at_30"], 1e-6, "ratio");
    near(units.per_ten_million, &row["units_30"], 1e-6, "units");
    near(units.ratio_error, &row["at_30_error"], 1e-5, "ratio error");
    assert!(!units.is_extrapolated);
}

#[test]
fn a_lysis_that_the_plateau_does_not_reach_is_said_to_be_unreachable() {
    let plate = read_plate(PLATE.as_bytes(), Assay::Release).unwrap();
    let response = fit(&lysis(&plate).unwrap()).unwrap();
    let unreachable = lytic_units(&response, 85.0, 10_000);
    assert!(matches!(unreachable, Err(LyticError::NotReachable { .. })));
    assert!(
        lytic_units(&response, 80.0, 10_000)
            .unwrap()
            .is_extrapolated
    );
    assert_eq!(lytic_units(&response, 30.0, 0), Err(LyticError::NoTargets));
    assert_eq!(
        lytic_units(&response, 100.0, 1),
        Err(LyticError::Target(100.0))
    );
}

#[test]
fn each_form_of_assay_can_be_checked_by_hand() {
    let release = "kind,ratio_viable,signal\nspontaneous,,100\nmaximum,,1100\nsample,10,600\n";
    assert_eq!(means(release, Assay::Release), [50.0]);
    let ldh = "kind,ratio_viable,signal\nspontaneous,,0.25\nmaximum,,1.5\neffectors,10,0.25\n\
               sample,10,0.875\nmedium,,0.125\nvolume,,0.375\n";
    // (0.75 - 0.125 - 0.125) / (1.125 - 0.125)
    assert_eq!(means(ldh, Assay::Ldh), [50.0]);
    let viability = "kind,ratio_viable,signal\nalone,,8000\nsample,10,2000\n";
    assert_eq!(means(viability, Assay::Viability), [75.0]);
    let flow = "kind,ratio_viable,signal\nspontaneous,,20\nsample,10,60\n";
    assert_eq!(means(flow, Assay::Flow), [50.0]);
}

#[test]
fn lysis_below_none_and_above_all_is_kept() {
    let text =
        "kind,ratio_viable,signal\nspontaneous,,100\nmaximum,,1100\nsample,1,50\nsample,9,1350\n";
    assert_eq!(means(text, Assay::Release), [-5.0, 125.0]);
}

#[test]
fn wells_without_which_there_is_no_lysis_are_all_named() {
    let text = "kind,ratio_viable,signal\nsample,1,50\nsample,5,60\neffectors,5,3\n";
    let plate = read_plate(text.as_bytes(), Assay::Ldh).unwrap();
    assert_eq!(
        lysis(&plate).unwrap_err(),
        [
            NoLysis::NoWells("spontaneous"),
            NoLysis::NoWells("maximum"),
            NoLysis::NoEffectors(1.0),
        ]
    );
    let closed = "kind,ratio_viable,signal\nspontaneous,,500\nmaximum,,400\nsample,1,450\n";
    let plate = read_plate(closed.as_bytes(), Assay::Release).unwrap();
    assert!(matches!(
        lysis(&plate).unwrap_err()[..],
        [NoLysis::NoWindow { .. }]
    ));
}

#[test]
fn each_check_of_validity_is_broken_by_one_change() {
    let limits = Validity::default();
    let with_reference = format!("{PLATE}reference,10,900\nreference,10,910\nreference,10,905\n");
    let ranged = Validity {
        reference: Some((30.0, 50.0)),
        ..limits
    };
    for code in [
        "spontaneous-release",
        "replicates",
        "replicate-variation",
        "monotone",
        "reference-in-range",
    ] {
        assert_eq!(
            verdict(&with_reference, &ranged, code),
            Verdict::Met,
            "{code}"
        );
    }
    let leaking = PLATE.replace("spontaneous,,", "spontaneous,,1");
    assert_eq!(
        verdict(&leaking, &limits, "spontaneous-release"),
        Verdict::NotMet
    );
    let single = PLATE
        .replace("sample,40.0,", "sample,41.0,")
        .replace("sample,40,1660\n", "");
    assert_eq!(verdict(&single, &limits, "replicates"), Verdict::NotMet);
    let scattered = PLATE.replace("sample,10,1210", "sample,10,2210");
    assert_eq!(
        verdict(&scattered, &limits, "replicate-variation"),
        Verdict::NotMet
    );
    let falling = PLATE.replace("sample,40,1", "sample,40,0");
    assert_eq!(verdict(&falling, &limits, "monotone"), Verdict::NotMet);
    let strict = Validity {
        reference: Some((60.0, 80.0)),
        ..limits
    };
    assert_eq!(
        verdict(&with_reference, &strict, "reference-in-range"),
        Verdict::NotMet
    );
}

#[test]
fn a_check_without_its_data_is_not_passed() {
    let ranged = Validity {
        reference: Some((30.0, 50.0)),
        ..Validity::default()
    };
    assert_eq!(
        verdict(PLATE, &ranged, "reference-in-range"),
        Verdict::NotTested
    );
    let one = "kind,ratio_viable,signal\nspontaneous,,100\nmaximum,,1100\nsample,10,600\n";
    for code in ["replicate-variation", "monotone", "reference-in-range"] {
        assert_eq!(
            verdict(one, &Validity::default(), code),
            Verdict::NotTested,
            "{code}"
        );
    }
    assert_eq!(
        verdict(one, &Validity::default(), "replicates"),
        Verdict::NotMet
    );
}

#[test]
fn ratios_that_show_only_a_part_of_the_form_have_no_dose_response() {
    let of = |signals: &[(u32, f64)]| {
        let wells = signals
            .iter()
            .map(|(ratio, lysis)| format!("sample,{ratio},{lysis}\n"));
        let wells: String = wells.collect();
        let text = format!("kind,ratio_viable,signal\nspontaneous,,0\nmaximum,,100\n{wells}");
        fit(&lysis(&read_plate(text.as_bytes(), Assay::Release).unwrap()).unwrap()).unwrap_err()
    };
    assert_eq!(of(&[(1, 5.0), (2, 10.0)]), FitError::TooFewRatios(2));
    assert_eq!(
        of(&[(1, 5.0), (2, 10.0), (4, 20.0), (8, 41.0)]),
        FitError::NoPlateau
    );
    assert_eq!(
        of(&[(1, 60.0), (2, 60.0), (4, 60.0)]),
        FitError::OnlyPlateau
    );
    assert_eq!(of(&[(1, -3.0), (2, -2.0), (4, -4.0)]), FitError::NoKilling);
}

#[test]
fn two_populations_of_effectors_are_never_mixed() {
    let text = "kind,ratio_viable,ratio_cd3cd56,signal\nsample,1,2,50\n";
    let faults = read_plate(text.as_bytes(), Assay::Release).unwrap_err();
    assert!(
        faults[0].to_string().contains("more than one"),
        "{faults:?}"
    );
    assert!(read_plate(b"kind,ratio,signal\nsample,1,50\n", Assay::Release).is_err());
    let of_killers = PLATE.replace("ratio_viable", "ratio_cd3cd56");
    let plate = read_plate(of_killers.as_bytes(), Assay::Release).unwrap();
    assert_eq!(plate.population, Population::Cd3Cd56);
}

#[test]
fn every_fault_of_a_plate_is_named_at_once() {
    let text = "kind,ratio_viable,signal\nsample,0,5\nmaximum,3,x\nalone,,4\n";
    let faults = read_plate(text.as_bytes(), Assay::Release).unwrap_err();
    let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "line 2, column 'ratio_viable': found '0', expected effectors for each target, a number \
             above 0",
            "line 3, column 'signal': found 'x', expected a number with a decimal point, at most 1e15",
            "line 3, column 'ratio_viable': found '3', expected nothing: this well has no effectors",
            "line 4, column 'kind': found 'alone', expected for this assay one of sample, \
             spontaneous, maximum, reference",
        ]
    );
}

proptest! {
    #[test]
    fn whatever_a_plate_holds_it_is_worked_out_or_refused(
        wells in proptest::collection::vec((0_u8..4, 1_u8..9, -50_i32..2_000), 1..25)
    ) {
        let mut text = "kind,ratio_viable,signal\nspontaneous,,100\nmaximum,,1100\n".to_owned();
        for (kind, ratio, signal) in wells {
            let kind = ["sample", "sample", "reference", "sample"][usize::from(kind)];
            text.push_str(&format!("{kind},{ratio},{signal}\n"));
        }
        let Ok(plate) = read_plate(text.as_bytes(), Assay::Release) else { return Ok(()) };
        let found = lysis(&plate).unwrap();
        let _ = validity(&plate, &found, &Validity::default());
        if let Ok(response) = fit(&found) {
            prop_assert!(response.plateau > 0.0 && response.rate > 0.0);
            let _ = lytic_units(&response, 30.0, 10_000);
        }
    }

    #[test]
    fn arbitrary_bytes_are_a_plate_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for assay in [Assay::Release, Assay::Ldh, Assay::Viability, Assay::Flow] {
            let _ = read_plate(&bytes, assay);
            let mut behind_a_header = b"kind,ratio_viable,signal\n".to_vec();
            behind_a_header.extend(&bytes);
            let _ = read_plate(&behind_a_header, assay);
        }
    }
}

#[test]
fn a_signal_that_no_counter_reaches_is_refused_before_it_passes_a_check() {
    let text = "kind,ratio_viable,signal\nspontaneous,,100\nmaximum,,1e308\nsample,10,1e308\n";
    let faults = read_plate(text.as_bytes(), Assay::Release).unwrap_err();
    let lines: Vec<_> = faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [3, 4]);
}
