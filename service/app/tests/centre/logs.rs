//! Temperature loggers: read on a container, shown with every time outside, signed for, and shown
//! again on its way as long as the file is the one that was imported.

use cikada_app::read::custody::{WayPoint, custody};
use cikada_app::read::temperature::CurveMissing;
use cikada_app::read::treatment::treatment;
use cikada_app::sample::PASSWORD;
use cikada_app::use_cases::{
    LogSheet, LogSigned, LogStanding, SubmitError, import_log, keep_log, log_sheet,
};
use cikada_domain::{ContainerId, FileHash};
use jiff::SignedDuration;

use crate::example::{ExampleCentre, example_centre};

const LOGGER: &str = "temperature-logger-e";
const HEAD: &str = "Invented temperature logger E;firmware 0.0\nJourney exported by the logger\n\
                    Serial;Time (UTC);Temperature (C);Mark\n";

impl ExampleCentre {
    /// The product that waits at the bedside.
    pub(crate) fn bag(&self) -> ContainerId {
        let (world, reader) = (&self.sample.world, &self.sample.reader);
        let page = treatment(world, reader, &self.sample.at_bedside).unwrap();
        let mut bags = page.custody.into_iter();
        let bag = bags.find(|bag| bag.holds.starts_with("product")).unwrap();
        bag.container
    }

    /// A log that begins before now and has a reading every five minutes.
    fn log(&self, minutes_ago: i64, warmth: &[&str]) -> FileHash {
        let start = self.sample.world.now() - SignedDuration::from_mins(minutes_ago);
        let rows = (0..).zip(warmth).map(|(index, warmth)| {
            let at = start + SignedDuration::from_mins(5 * index);
            format!("LOG-0001;{};{warmth};\n", at.strftime("%Y-%m-%d %H:%M:%S"))
        });
        let text = format!("{HEAD}{}", rows.collect::<String>());
        keep_log(&self.sample.world, &self.actor("nurse"), text.as_bytes()).unwrap()
    }

    fn log_sheet(&self, file: &FileHash) -> LogSheet {
        let (world, id) = (&self.sample.world, &self.sample.at_bedside);
        log_sheet(world, &self.actor("nurse"), id, &self.bag(), (LOGGER, file)).unwrap()
    }

    fn log_signed(
        &self,
        file: &FileHash,
        request: &str,
        password: &str,
    ) -> Result<LogSheet, SubmitError> {
        let (world, id) = (&self.sample.world, &self.sample.at_bedside);
        let signed = LogSigned {
            request: request.to_owned(),
            password: password.to_owned(),
        };
        let nurse = self.actor("nurse");
        import_log(world, &nurse, id, &self.bag(), (LOGGER, file), &signed)
    }
}

#[test]
fn a_log_is_shown_with_its_time_outside_signed_and_recorded_with_its_hash() {
    let centre = example_centre();
    let file = centre.log(60, &["20.0", "20.1", "26.2", "20.2", "20.3", "20.4"]);
    let sheet = centre.log_sheet(&file);
    assert_eq!(sheet.standing, LogStanding::Recordable { deviation: false });
    let course = sheet.course.unwrap();
    assert_eq!(course.outside, "10 min");
    assert_eq!(course.excursions[0].readings, "26.2 \u{b0}C");
    assert_eq!(sheet.total.as_deref(), Some("10 min"));
    let size = centre.sample.world.size().unwrap();
    let wrong = centre.log_signed(&file, "log-1", "not the password");
    assert!(matches!(wrong, Err(SubmitError::WrongPassword)));
    assert_eq!(centre.sample.world.size().unwrap(), size);

    let done = centre.log_signed(&file, "log-1", PASSWORD).unwrap();
    assert!(matches!(done.standing, LogStanding::Recorded(_)));
    assert_eq!(centre.sample.world.size().unwrap(), size + 1);
    // Sent twice, as a tablet without an answer does.
    let again = centre.log_signed(&file, "log-1", PASSWORD).unwrap();
    assert!(matches!(again.standing, LogStanding::Recorded(_)));
    assert_eq!(centre.sample.world.size().unwrap(), size + 1);
    let LogStanding::Refused(reasons) = centre.log_sheet(&file).standing else {
        panic!("imported twice")
    };
    assert_eq!(reasons[0].code, "log-already-imported");
}

#[test]
fn a_second_log_is_added_to_the_first_and_opens_a_deviation_beyond_what_is_allowed() {
    let centre = example_centre();
    let first = centre.log(120, &["20", "26", "26", "26", "20"]);
    centre.log_signed(&first, "log-1", PASSWORD).unwrap();
    let second = centre.log(60, &["20", "26", "26", "20", "20"]);
    let sheet = centre.log_sheet(&second);
    assert_eq!(sheet.before.as_deref(), Some("20 min"));
    assert_eq!(sheet.total.as_deref(), Some("35 min"));
    assert!(sheet.exceeds);
    assert_eq!(sheet.standing, LogStanding::Recordable { deviation: true });
    let done = centre.log_signed(&second, "log-2", PASSWORD).unwrap();
    let LogStanding::Recorded(words) = done.standing else {
        panic!("not recorded")
    };
    assert!(words[1].contains("temperature excursion"), "{words:?}");
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let page = custody(world, reader, &centre.sample.at_bedside, &centre.bag()).unwrap();
    assert_eq!(
        (page.outside.as_deref(), page.exceeds),
        (Some("35 min"), true)
    );
}

#[test]
fn the_curve_of_an_imported_log_is_shown_until_its_file_is_changed() {
    let centre = example_centre();
    let file = centre.log(60, &["20", "26", "20"]);
    centre.log_signed(&file, "log-1", PASSWORD).unwrap();
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let (id, bag) = (&centre.sample.at_bedside, centre.bag());
    let page = custody(world, reader, id, &bag).unwrap();
    let course = page.logs[0].course.as_ref().unwrap();
    assert_eq!(course.readings.len(), 3);
    let hands = page.way.iter().filter(|point| {
        let WayPoint::Link(link) = point else {
            return false;
        };
        link.giver.is_some() && link.given_by.is_some() && link.taken_by.is_some()
    });
    assert!(hands.count() >= 2);
    let kept = centre.directory.path().join("files").join(file.as_str());
    std::fs::write(&kept, "Serial;Time (UTC)").unwrap();
    let page = custody(world, reader, id, &bag).unwrap();
    assert_eq!(page.logs[0].course, Err(CurveMissing::FileChanged));
    std::fs::remove_file(&kept).unwrap();
    let page = custody(world, reader, id, &bag).unwrap();
    assert_eq!(page.logs[0].course, Err(CurveMissing::FileMissing));
    assert_eq!(page.logs[0].outside, "10 min");
}

#[test]
fn a_file_with_a_line_that_cannot_be_read_is_no_log_and_is_not_recorded() {
    let centre = example_centre();
    let file = centre.log(60, &["20", "26,1", "20"]);
    let sheet = centre.log_sheet(&file);
    assert_eq!(sheet.standing, LogStanding::Unreadable);
    assert!(sheet.course.is_none());
    assert!(sheet.faults[0].starts_with("line 5, column 'Temperature (C)': found '26,1'"));
    let size = centre.sample.world.size().unwrap();
    let refused = centre.log_signed(&file, "log-1", PASSWORD);
    assert!(matches!(refused, Err(SubmitError::Fields(_))));
    assert_eq!(centre.sample.world.size().unwrap(), size);
}

#[test]
fn whoever_only_looks_reads_no_logger_out() {
    let centre = example_centre();
    for other in ["inspector", "admin"] {
        let kept = keep_log(&centre.sample.world, &centre.actor(other), b"1");
        assert!(
            kept.is_err_and(|error| error.is_not_authorised()),
            "{other}"
        );
    }
}
