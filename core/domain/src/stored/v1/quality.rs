//! The first stored form of the events of samples, results and quality decisions.

use minicbor::{Decode, Encode};

use super::parts::Part;
use super::{read, written};
use crate::event::QualityEvent;
use crate::stored::StoredError;

events! {
    QualityEvent []
    "deviation-reported" DeviationReported { 0 deviation: String, 1 batch: String, 2 step: Option<String>, 3 container: Option<String>, 4 found: String, 5 since: Option<i64> }
    "deviation-classified" DeviationClassified { 0 deviation: String, 1 class: String }
    "sample-taken" SampleTaken { 0 sample: String, 1 batch: String, 2 tests: Vec<String>, 3 volume: String }
    "sample-invalidated" SampleInvalidated { 0 sample: String }
    "result-approved" ResultApproved { 0 batch: String, 1 test: String, 2 number: u16 }
    "result-invalidated" ResultInvalidated { 0 batch: String, 1 test: String, 2 number: u16 }
    "retest-ordered" RetestOrdered { 0 batch: String, 1 test: String }
    "late-result-failed" LateResultFailed { 0 container: String, 1 batch: String, 2 test: String, 3 number: u16 }
    "alert-acknowledged" AlertAcknowledged { 0 container: String, 1 test: String, 2 capacity: Option<String> }
    "audit-trail-reviewed" AuditTrailReviewed { 0 container: String, 1 exceptions: u32 }
    "risk-evaluated" RiskEvaluated { 0 container: String, 1 file: Option<String> }
    "supply-requested" SupplyRequested { 0 container: String }
    "patient-informed" PatientInformed { 0 container: String }
    "supply-permitted" SupplyPermitted { 0 container: String, 1 reference: String, 2 basis: Option<String>, 3 ethics: Option<String> }
    "product-supplied" ProductSupplied { 0 container: String, 1 notify_by: i64 }
    "authority-notified" AuthorityNotified { 0 container: String, 1 reference: String }
}
