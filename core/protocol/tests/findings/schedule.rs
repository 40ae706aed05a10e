//! Schedules that cannot be read, and such that can never be kept.

use cikada_protocol::FindingCode;

use crate::expect;

#[test]
fn a_schedule_is_read_up_to_the_very_word() {
    expect(
        "then 4 x every 2 wk",
        "then 4 x evry 2 wk",
        FindingCode::ScheduleUnreadable,
        "evry",
    );
    expect(
        "24 h after each",
        "25 h after each",
        FindingCode::ScheduleUnreadable,
        "h after each",
    );
    expect(
        "\"at least 2 wk before each infusion\"",
        "\"2 wk after each infusion\"",
        FindingCode::ScheduleUnreadable,
        "\"2 wk after",
    );
    expect(
        "\"days 3 to 5\"",
        "\"third day\"",
        FindingCode::ScheduleUnreadable,
        "\"third day\"",
    );
}

const DOSES: &str = "doses = \"4 x every 1 wk, then 4 x every 2 wk, then 4 x every 4 wk, then 4 x every 8 wk within 0 d to +3 d\"";

#[test]
fn a_schedule_that_can_never_be_kept_is_found_at_its_part() {
    let code = FindingCode::ScheduleImpossible;
    for (doses, at) in [
        ("cycle of 5 d (on days 4 to 7)", "of 5 d (on"),
        (
            "once, then at months 1 and 2 (6 x every 1 wk)",
            "months 1 and 2",
        ),
        ("3 x a week on Mon and Fri for 4 wk", "3 x a week on"),
        ("2 x a week on Fri and Mon for 4 wk", "2 x a week on"),
        ("9 of 7 days for 4 wk", "9 of 7"),
        ("on days 6 to 8 of each week for 4 wk", "days 6 to 8 of"),
        (
            "cycle of 9 d (once, then at least 2 d after surgery)",
            "of 9 d (once",
        ),
        ("rest 2 d, then once", "rest 2 d"),
        (
            "once, then repeat 2 x (once, then at month 3 (once))",
            "2 x (once, then at",
        ),
        ("if fit (once) else stop", "if fit"),
        (
            "at least 2 d after surgery, then once",
            "\"at least 2 d after surgery",
        ),
    ] {
        let at = at.trim_start_matches('"');
        expect(DOSES, &format!("doses = \"{doses}\""), code, at);
    }
    let shift = |days: &str| format!("{DOSES}\nmissed = \"shift within {days}\"");
    expect(DOSES, &shift("7 d"), code, "\"shift");
    let named =
        "doses = \"3 x a week on Mon, Wed and Fri for 4 wk\"\nmissed = \"shift within 1 d\"";
    expect(DOSES, named, code, "\"shift");
    let start = format!("{DOSES}\nstart = \"at least 9 d and within 4 d after surgery\"");
    expect(DOSES, &start, code, "at least 9 d and");
}

#[test]
fn a_wrong_word_of_a_schedule_is_met_with_the_one_that_was_meant() {
    for (doses, at, help) in [
        ("4 x every 2 weeks", "weeks\"\ngap", "did you mean 'wk'?"),
        ("4 x every 1 month", "month\"\ngap", "did you mean 'mo'?"),
        (
            "3 x a week on Monday, Wed and Fri for 4 wk",
            "Monday",
            "did you mean 'Mon'?",
        ),
        (
            "3 times a week for 4 wk",
            "times a week",
            "did you mean 'x'?",
        ),
        ("dayly for 4 wk", "dayly", "did you mean 'daily'?"),
        ("reapeat 2 x (once)", "reapeat", "did you mean 'repeat'?"),
        (
            "continously on days 1 to 5",
            "continously",
            "did you mean 'continuously'?",
        ),
        ("4 X every 2 wk", "X", "did you mean 'x'?"),
        (
            "once, then pause 3 d, then once",
            "pause",
            "did you mean 'rest'?",
        ),
        (
            "every 4 wk untill progression, at most 3",
            "untill",
            "did you mean 'until'?",
        ),
    ] {
        let doses = format!("doses = \"{doses}\"");
        let finding = expect(DOSES, &doses, FindingCode::ScheduleUnreadable, at);
        assert_eq!(finding.help.as_deref(), Some(help), "{doses}");
    }
    for (doses, at) in [
        ("once, then if response (once)", "\"\ngap"),
        ("every 4 wk until progression, then once", "then once"),
        ("every 4 wk", "\"\ngap"),
        ("once, then if Response (once) else stop", "Response"),
        ("once, then at least 7 wk after -x", "-x"),
    ] {
        let doses = format!("doses = \"{doses}\"");
        expect(DOSES, &doses, FindingCode::ScheduleUnreadable, at);
    }
    let missed = format!("{DOSES}\nmissed = \"skipp\"");
    let finding = expect(DOSES, &missed, FindingCode::ScheduleUnreadable, "skipp");
    assert_eq!(finding.help.as_deref(), Some("did you mean 'skip'?"));
}
