//! What a scanner may send instead of the right code: each gets a clear answer, and nothing is lost.

use cikada_app::use_cases::SubmitError;

use crate::example::example_centre;

#[test]
fn every_wrong_scan_is_told_at_its_field() {
    let centre = example_centre();
    let (wristband, bag) = centre.codes(&centre.sample.at_bedside);
    let long = "=".repeat(10_000);
    let glued = format!("{bag}{bag}");
    let cut: String = bag.chars().take(bag.len() - 1).collect();
    let scans = [
        "",
        "0109506000134352",
        "https://example.invalid/bag",
        long.as_str(),
        "=A9999\u{0}26000001",
        "\u{202e}=A999926000001",
        cut.as_str(),
        glued.as_str(),
        wristband.as_str(),
    ];
    for (number, scan) in scans.iter().enumerate() {
        let posted = centre.bedside(&wristband, scan, &format!("scan-{number}"));
        let Err(SubmitError::Fields(errors)) = centre.at_bedside(&posted) else {
            panic!("accepted scan {number}");
        };
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(errors[0].field, "container");
        assert!(errors[0].message.len() > 20, "{}", errors[0].message);
    }
}
