//! Why the engine says no: one list of codes, each with what a person at the bedside reads.
//!
//! A code is stable for ever: it stands in ledgers and in other systems. Its sentence and its next
//! act may be worded better at any time. `docs/refusals.md` is generated from this list.
//!
//! Each code has its gravity. A person at the bedside may read no further than the first reason and
//! its next act, so the first must be the gravest: a missing witness never hides a wrong patient.

/// What a reason is about, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gravity {
    /// Another person than the one meant.
    Identity,
    /// Another bag than the one meant.
    Bag,
    /// What would be given was given already.
    Given,
    /// A product or material that may not be used.
    Product,
    /// A patient who may not be treated now.
    Patient,
    /// No treatment, no rule or no release to act under.
    Rule,
    /// Something that must come first, or cannot come any more.
    Pending,
    /// Something entered wrong.
    Entry,
    /// Who did it, and when it is said to have happened.
    Formality,
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $gravity:ident, $sentence:literal, $next:literal;)+) => {
        /// A reason to refuse.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RefusalCode {
            $($(#[$doc])* $name,)+
        }

        impl RefusalCode {
            /// Every code, in the order of a treatment.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The code in records and on the command line.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// Where a reason of this code stands among others.
            pub(crate) fn gravity(self) -> Gravity {
                match self { $(Self::$name => Gravity::$gravity,)+ }
            }

            /// What a nurse or a qualified person reads: what is wrong, in plain words.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence,)+ }
            }

            /// The one safe next act.
            #[must_use]
            pub fn next_act(self) -> &'static str {
                match self { $(Self::$name => $next,)+ }
            }
        }
    };
}

refusals! {
    /// The act claims a time that has not come.
    TimeInFuture, "time-in-future", Formality,
        "The time given lies in the future.",
        "Check the clock of the device and enter the time at which it happened.";
    /// The act claims a time before what it follows.
    TimeBeforeLast, "time-before-last", Formality,
        "The time given lies before something that must have happened first.",
        "Enter the time at which it really happened.";
    /// The act needs the performer's signature.
    SignatureMissing, "signature-missing", Formality,
        "This act must be signed.",
        "Sign with your own secret.";
    /// The act needs a second person.
    WitnessMissing, "witness-missing", Formality,
        "This act needs a second person who watches it.",
        "Ask a colleague to witness, under their own name.";
    /// Performer and witness are one person.
    WitnessIsPerformer, "witness-is-performer", Formality,
        "Performer and witness are the same person.",
        "Ask another person to witness.";
    /// Nothing is open under this identifier.
    TreatmentNotOpen, "treatment-not-open", Rule,
        "No treatment is open here.",
        "Open the treatment first.";
    /// A treatment is opened once.
    TreatmentAlreadyOpen, "treatment-already-open", Rule,
        "This treatment is already open.",
        "Go on with the open treatment.";
    /// Nothing more may be done in it.
    TreatmentClosed, "treatment-closed", Rule,
        "This treatment is closed.",
        "Open a new treatment if the patient is to be treated again.";
    /// The protocol in hand is not the one named or pinned.
    ProtocolMismatch, "protocol-mismatch", Rule,
        "The protocol in hand is not the one this treatment is pinned to.",
        "Call the coordinator; nothing may be done until the pinned protocol is found.";
    /// Autologous, and two persons are named.
    DonorNotRecipient, "donor-not-recipient", Identity,
        "The protocol gives patients their own cells, but donor and recipient differ.",
        "Check both persons and open the treatment again.";
    /// Allogeneic, and one person is named twice.
    DonorIsRecipient, "donor-is-recipient", Identity,
        "The protocol gives cells of another person, but donor and recipient are the same.",
        "Name the donor and open the treatment again.";
    /// The protocol says nothing where it must say something.
    NoRule, "no-rule", Rule,
        "The protocol has no rule for this, so it cannot be allowed.",
        "Call the protocol's author.";
    /// A name the protocol does not know.
    UnknownCriterion, "unknown-criterion", Entry,
        "The protocol does not ask for this finding here.",
        "Record only the findings on the list.";
    /// A name the protocol does not know.
    UnknownConsent, "unknown-consent", Entry,
        "The protocol does not ask for this consent.",
        "Choose a consent from the list.";
    /// A name the protocol does not know.
    UnknownStep, "unknown-step", Entry,
        "The batch record has no such step.",
        "Choose a step from the batch record.";
    /// A name the protocol does not know.
    UnknownInput, "unknown-input", Entry,
        "This is not asked for here.",
        "Enter only what the form asks for.";
    /// A name the protocol does not know.
    UnknownTest, "unknown-test", Entry,
        "The release specification has no such test.",
        "Choose a test from the specification.";
    /// A name the protocol does not know.
    UnknownVisit, "unknown-visit", Entry,
        "The protocol has no such visit.",
        "Choose a visit from the plan.";
    /// Something that must be entered is not.
    ValueMissing, "value-missing", Entry,
        "Something that must be entered is missing.",
        "Enter what is named and try again.";
    /// A value of another kind, unit or population.
    ValueUnitWrong, "value-unit-wrong", Entry,
        "A value has the wrong kind or unit, or counts the wrong cells.",
        "Enter it as the form asks, with its unit.";
    /// The correction changes nothing.
    UnchangedValue, "unchanged-value", Entry,
        "The corrected value is the same as the recorded one.",
        "Leave it, or enter the right value.";
    /// A criterion has no finding.
    EvaluationIncomplete, "evaluation-incomplete", Pending,
        "A criterion of eligibility has no finding yet.",
        "Complete the evaluation.";
    /// A criterion fails.
    CriterionNotMet, "criterion-not-met", Patient,
        "A criterion of eligibility is not met.",
        "Do not treat under this protocol; a physician decides what follows.";
    /// A finding is older than it may be.
    FindingTooOld, "finding-too-old", Pending,
        "A finding is older than the protocol allows.",
        "Examine again and record the new finding.";
    /// No physician has confirmed that the patient may be treated.
    EligibilityNotConfirmed, "eligibility-not-confirmed", Pending,
        "No physician has confirmed that the patient may be treated.",
        "Ask the physician to confirm eligibility.";
    /// A consent is not there or was withdrawn.
    ConsentMissing, "consent-missing", Patient,
        "A consent of the patient is missing or was withdrawn.",
        "Talk with the patient; go on only with the consent.";
    /// No plan is confirmed.
    PlanMissing, "plan-missing", Pending,
        "No plan is confirmed.",
        "Ask the physician to confirm the plan.";
    /// The plan stands.
    PlanAlreadyConfirmed, "plan-already-confirmed", Pending,
        "This plan is already confirmed, or collection has begun under another.",
        "Go on with the confirmed plan.";
    /// No plan can be made from this day.
    PlanImpossible, "plan-impossible", Pending,
        "No plan can be made from this day.",
        "Choose a later first day.";
    /// The dose is not in the plan.
    DoseUnplanned, "dose-unplanned", Pending,
        "This dose is not in the confirmed plan.",
        "Choose a dose of the plan.";
    /// A label exists for this container.
    LabelAlreadyIssued, "label-already-issued", Pending,
        "A label was already issued for this container.",
        "Use a new container with a new label.";
    /// It says the same as one printed before.
    LabelAlreadyPrinted, "label-already-printed", Pending,
        "A label that says the same was already printed.",
        "Use the printed label, or give the reason and print again with a second person.";
    /// None or too many at once.
    LabelCopiesOutOfRange, "label-copies-out-of-range", Entry,
        "So many labels are not printed at once.",
        "Enter how many labels are needed.";
    /// Drawn from a version that nobody approved, or that another has replaced.
    LabelTemplateNotInForce, "label-template-not-in-force", Pending,
        "The label was drawn from a version of its template that is not in force.",
        "Open the label again: it is then drawn from the version in force.";
    /// No such version was put forward.
    LabelTemplateUnknown, "label-template-unknown", Entry,
        "No such version of a label template was proposed.",
        "Look the version up in the list of label templates.";
    /// The built-in layout's name is taken.
    LabelTemplateNameReserved, "label-template-name-reserved", Entry,
        "This name belongs to the layout that comes with the software.",
        "Give the template a name of the centre's own and propose it again.";
    /// Versions of a template are counted.
    LabelTemplateVersionDiffers, "label-template-version-differs", Entry,
        "The number is not the next one of this template.",
        "Give the text the next number and propose it again; a proposed version never changes.";
    /// Nobody approves what they put forward.
    LabelTemplateApprovedByProposer, "label-template-approved-by-proposer", Formality,
        "Nobody approves the label template that they proposed.",
        "Let another person look at the drawings and approve it.";
    /// What was shown is not what is drawn.
    LabelTemplatePreviewDiffers, "label-template-preview-differs", Pending,
        "What was shown for approval is not what is drawn from this version now.",
        "Open the approval again and look at the drawings that it shows.";
    /// It is drawn from already.
    LabelTemplateInForce, "label-template-in-force", Pending,
        "This version is in force already.",
        "Nothing is to be done: labels are drawn from it.";
    /// It was taken out of use for good.
    LabelTemplateRetired, "label-template-retired", Pending,
        "This version of the label template is retired.",
        "Propose its text again under the next number.";
    /// There is nothing to scan back or to count.
    LabelNotPrinted, "label-not-printed", Pending,
        "No label of this container was printed.",
        "Print the label first.";
    /// Another label, or another content.
    LabelMismatch, "label-mismatch", Bag,
        "The label that was scanned is not the one that was printed last for this container.",
        "Stop. Use neither label; destroy the wrong one, and print and scan again.";
    /// Printed and not scanned back, or not printed.
    LabelNotVerified, "label-not-verified", Bag,
        "The container's label was not printed and scanned back.",
        "Print the label as it is now, scan it, and go on.";
    /// Some are loose.
    LabelsUnbalanced, "labels-unbalanced", Pending,
        "Not every printed label of this container is accounted for.",
        "Count the labels, and record which are applied, spoiled or destroyed.";
    /// Nothing is open.
    LabelsAlreadyAccounted, "labels-already-accounted", Pending,
        "Every printed label of this container is already accounted for.",
        "Nothing more is needed.";
    /// None, or more than are open.
    LabelsMiscounted, "labels-miscounted", Entry,
        "The numbers are not those of labels that are still open.",
        "Count the labels again and enter how many.";
    /// The container carries no label of ours.
    LabelMissing, "label-missing", Bag,
        "No label was issued for this container.",
        "Do not use it; issue a label and scan again.";
    /// The wristband is unknown here.
    WristbandUnknown, "wristband-unknown", Identity,
        "This wristband is not known here.",
        "Stop. Establish who the patient is and print a new wristband.";
    /// Another person.
    WrongPatient, "wrong-patient", Identity,
        "This is not the patient these cells belong to.",
        "Stop. Do not go on; return the bag and call the coordinator.";
    /// No such product.
    ProductUnknown, "product-unknown", Bag,
        "This bag is not a product of this treatment.",
        "Stop. Put the bag aside and call the coordinator.";
    /// A bag or label of another dose or batch.
    WrongProduct, "wrong-product", Bag,
        "This bag belongs to another dose or batch.",
        "Stop. Put the bag aside and fetch the right one.";
    /// Before the planned days.
    CollectionTooEarly, "collection-too-early", Pending,
        "The collection is earlier than planned.",
        "Wait for the planned day.";
    /// Too near to the infusion.
    CollectionTooLate, "collection-too-late", Pending,
        "The collection is too near to its infusion to grow the cells.",
        "Call the coordinator; this dose cannot be made from it.";
    /// More or less than asked for.
    VolumeOutOfRange, "volume-out-of-range", Pending,
        "The volume lies outside what is allowed.",
        "Check the volume; call the physician if it is right.";
    /// The number was used.
    DonationAlreadyUsed, "donation-already-used", Pending,
        "This donation number was already used.",
        "Take a new number.";
    /// The container holds something.
    ContainerAlreadyUsed, "container-already-used", Pending,
        "This container was already used.",
        "Take a new container with its own label.";
    /// The giver does not hold it.
    CustodyMismatch, "custody-mismatch", Bag,
        "The bag is recorded with someone else than the one who hands it over.",
        "Find out who holds the bag before it moves.";
    /// It was not handed to where this is done.
    ContainerElsewhere, "container-elsewhere", Bag,
        "The bag is recorded in another place than where this is done.",
        "Hand it over to where it is needed; whoever takes it signs.";
    /// Another container was scanned than the one to be handed over.
    ContainerMismatch, "container-mismatch", Bag,
        "The container scanned is not the one that is to change hands.",
        "Stop. Put both aside; a qualified person assesses the deviation that was opened.";
    /// The label names another treatment.
    IdentityMismatch, "identity-mismatch", Identity,
        "The chain-of-identity label belongs to another treatment.",
        "Stop. Put the container aside; a qualified person assesses the deviation that was opened.";
    /// A mismatch is not assessed.
    ContainerHeld, "container-held", Bag,
        "The container is held: its identity was in doubt at a handover.",
        "Do not move or use it; a qualified person assesses the deviation.";
    /// The log is not in order of time.
    ReadingsUnordered, "readings-unordered", Entry,
        "The readings of the logger are not in order of time, or fewer than two.",
        "Export the logger's file again and import it whole.";
    /// The log was imported.
    LogAlreadyImported, "log-already-imported", Pending,
        "This logger's file was already imported for this container.",
        "Nothing more is needed.";
    /// It was damaged.
    ContainerNotIntact, "container-not-intact", Product,
        "The container was found damaged.",
        "Do not use it; call the qualified person.";
    /// No such collection.
    CollectionMissing, "collection-missing", Pending,
        "No such collection is recorded.",
        "Record the collection first.";
    /// No such batch.
    BatchUnknown, "batch-unknown", Pending,
        "There is no such batch in this treatment.",
        "Check the batch number.";
    /// The number was used.
    BatchAlreadyStarted, "batch-already-started", Pending,
        "A batch of this number was already started.",
        "Go on with it, or take a new number.";
    /// Too long to number its deviations.
    BatchNumberTooLong, "batch-number-too-long", Entry,
        "The batch number is too long to number its deviations after it.",
        "Take a number of at most 56 characters.";
    /// An earlier step is missing.
    StepOutOfOrder, "step-out-of-order", Pending,
        "A step that must come first is not done.",
        "Do the named step first.";
    /// Not on its days.
    StepOutsideItsDays, "step-outside-its-days", Pending,
        "This step does not belong to this day of the culture.",
        "Check the day; call the qualified person if the day was missed.";
    /// Done, and done once.
    StepAlreadyDone, "step-already-done", Pending,
        "This step is already done.",
        "Go on with the next step.";
    /// The step was never recorded.
    RecordUnknown, "record-unknown", Pending,
        "There is no such record to correct.",
        "Choose the record from the batch record.";
    /// A material was not added.
    MaterialMissing, "material-missing", Pending,
        "A material of this step is not recorded.",
        "Scan the lot of every material of the step.";
    /// The lot has expired.
    MaterialExpired, "material-expired", Product,
        "A lot has expired.",
        "Take a lot in date and put this one away.";
    /// Not a material of the step.
    MaterialNotOnBill, "material-not-on-bill", Product,
        "This material does not belong to the step.",
        "Put it away; scan only what the step asks for.";
    /// Nobody received it here.
    LotUnknown, "lot-unknown", Product,
        "No lot of this number was received here.",
        "Put it aside; scan the centre's own label, or have the lot received.";
    /// It holds something else.
    LotOfAnotherMaterial, "lot-of-another-material", Product,
        "This lot is of another material.",
        "Put it away and scan a lot of the material asked for.";
    /// In quarantine, or rejected.
    LotNotReleased, "lot-not-released", Product,
        "This lot is not released for use.",
        "Put it aside and take a released lot.";
    /// Recalled by its supplier or the centre.
    LotRecalled, "lot-recalled", Product,
        "A lot was recalled.",
        "Use neither the lot nor what was made with it; call the qualified person.";
    /// Recalled after it went into the culture.
    RecalledLotUndecided, "recalled-lot-undecided", Product,
        "A lot that went into this culture was recalled, and quality has not decided about it.",
        "Ask the qualified person to classify the deviation that was opened for it; then the culture may go on under it.";
    /// Another day than the lot's.
    ExpiryDiffers, "expiry-differs", Entry,
        "The day entered is not the day on which the lot expires.",
        "Scan the lot again; its expiry is known here.";
    /// Units, mass and volume meet only through the lot's own figures.
    AmountNotConvertible, "amount-not-convertible", Entry,
        "The amount cannot be held against what is there of the lot.",
        "Enter it in the unit in which the lot is kept.";
    /// Less is there.
    NotEnoughOnHand, "not-enough-on-hand", Pending,
        "There is not enough of the lot.",
        "Take the rest from another released lot, or have this one counted.";
    /// It is no donation of the treatment.
    NotFromPatient, "not-from-patient", Bag,
        "What must come from the patient is not of this treatment.",
        "Stop. Put it aside and scan what was collected from this patient.";
    /// A kind of equipment was not scanned.
    EquipmentMissing, "equipment-missing", Pending,
        "Equipment that this step is done with was not scanned.",
        "Scan the equipment named.";
    /// Nobody registered it here.
    EquipmentUnknown, "equipment-unknown", Product,
        "No equipment of this number is registered here.",
        "Use registered equipment, or have this piece registered.";
    /// It was withdrawn.
    EquipmentNotInUse, "equipment-not-in-use", Product,
        "The equipment is out of use.",
        "Use another piece; this one must be returned to use first.";
    /// Never calibrated, or its calibration has lapsed.
    EquipmentNotCalibrated, "equipment-not-calibrated", Product,
        "The equipment is not calibrated.",
        "Use another piece, or have this one calibrated.";
    /// Not as its rule says.
    EquipmentNotClean, "equipment-not-clean", Product,
        "The equipment is not clean.",
        "Clean it and record the cleaning, or use another piece.";
    /// It is registered in another room than the one scanned.
    EquipmentElsewhere, "equipment-elsewhere", Product,
        "The equipment stands in another room than the one scanned.",
        "Scan the room in which the work is done, and use equipment that stands there.";
    /// No room or cabinet was scanned.
    RoomMissing, "room-missing", Pending,
        "The room or cabinet was not scanned.",
        "Scan the room or cabinet in which the work is done.";
    /// Another batch was there last, or it was never cleared.
    LineNotCleared, "line-not-cleared", Product,
        "The line of the room or cabinet is not cleared.",
        "Clear the line with a second person before anything is opened.";
    /// Not trained on this version.
    TrainingMissing, "training-missing", Pending,
        "Somebody was not trained on this version of the batch record.",
        "Let somebody who is trained do it, or have the training recorded.";
    /// Trained too long ago.
    TrainingLapsed, "training-lapsed", Pending,
        "The training of somebody has lapsed.",
        "Let somebody whose training holds do it, or have them trained again.";
    /// The number was used.
    LotAlreadyReceived, "lot-already-received", Entry,
        "A lot of this number was already received.",
        "Take a new number.";
    /// Nothing, or something a lot is not kept in.
    QuantityImpossible, "quantity-impossible", Entry,
        "No lot can be of this quantity.",
        "Enter a volume, a mass, international units or pieces, above zero.";
    /// A certificate's figure of another kind.
    StrengthImpossible, "strength-impossible", Entry,
        "The strength is not what a certificate states.",
        "Enter units or mass in a volume, and units in a mass, as on the certificate.";
    /// Released, rejected or recalled.
    LotAlreadyDecided, "lot-already-decided", Pending,
        "It was already decided about this lot.",
        "Nothing more is needed; recall a released lot that must not be used.";
    /// The releaser received it.
    ReleasedByReceiver, "released-by-receiver", Pending,
        "You received this lot.",
        "Another person must release it.";
    /// The lot has none.
    CertificateMissing, "certificate-missing", Pending,
        "The supplier's certificate of this lot is missing.",
        "Receive the lot with its certificate; until then it stays in quarantine.";
    /// The number was used.
    EquipmentAlreadyRegistered, "equipment-already-registered", Entry,
        "Equipment of this number is already registered.",
        "Take a new number.";
    /// It was never withdrawn.
    EquipmentInUse, "equipment-in-use", Pending,
        "The equipment is in use.",
        "Nothing more is needed.";
    /// It would lapse at once.
    DueDatePast, "due-date-past", Entry,
        "The last day lies in the past.",
        "Enter the last day on which it holds.";
    /// Nobody trains themselves.
    TrainedBySelf, "trained-by-self", Formality,
        "Nobody records their own training.",
        "Let the one who trained you record it.";
    /// The product is made.
    AlreadyHarvested, "already-harvested", Pending,
        "This batch is already harvested.",
        "Nothing more can be done to the culture.";
    /// As many doses as the protocol allows.
    BatchFullyFilled, "batch-fully-filled", Pending,
        "As many doses are filled from this batch as the protocol allows.",
        "Fill no further dose from it; what is left stays in the harvest's container.";
    /// Made, or in work.
    DoseAlreadyMade, "dose-already-made", Pending,
        "This dose is made already, or is in work.",
        "Use what there is; reject it first if it cannot be given.";
    /// Another container has it.
    DivisionAlreadyUsed, "division-already-used", Bag,
        "Another container of this batch has the same division.",
        "Take a container labelled with the next free division.";
    /// The label says another.
    DivisionMismatch, "division-mismatch", Bag,
        "The division is not the one on the container's label.",
        "Look at the label; take the container whose label says this division.";
    /// More would be taken than is there.
    MoreThanHeld, "more-than-held", Entry,
        "More would be filled than the harvest's container holds.",
        "Check the cells and the volume that were filled.";
    /// One of the two numbers is wrong.
    CellsNotOfVolume, "cells-not-of-volume", Entry,
        "The cells entered are not those of the volume that was filled.",
        "Measure the volume again, and enter the cells worked out for it.";
    /// A storage place is called as a place of handover.
    StoragePlaceReserved, "storage-place-reserved", Entry,
        "This is a place that a bag is handed over to, and no storage place.",
        "Write where it is stored, such as FREEZER-2 B4; hand it over if it goes elsewhere.";
    /// Longer than the product lives.
    ExpiryAfterShelfLife, "expiry-after-shelf-life", Product,
        "The expiry lies after the end of the product's shelf life.",
        "Enter an expiry within the shelf life of the harvest.";
    /// A deviation is open.
    DeviationOpen, "deviation-open", Pending,
        "A deviation of the batch is not assessed.",
        "Assess and close the deviation.";
    /// A deviation rules the product out.
    DeviationNotAcceptable, "deviation-not-acceptable", Product,
        "A deviation was judged unacceptable for the product.",
        "Reject the product.";
    /// A critical value was entered by one person alone.
    SecondCheckMissing, "second-check-missing", Formality,
        "A critical value was entered by hand, and nobody looked at it a second time.",
        "Let a second person read the value off and sign as witness.";
    /// A deviation has no class.
    DeviationUnclassified, "deviation-unclassified", Pending,
        "A deviation of the batch is not classified.",
        "Classify it first: minor, major or critical.";
    /// The step was not done.
    StepNotDone, "step-not-done", Pending,
        "This step was not done, so nothing belongs to it yet.",
        "Record the step first.";
    /// The file is too large.
    FileTooLarge, "file-too-large", Entry,
        "The file is larger than a record can keep.",
        "Take a smaller picture, or save the file again with less detail.";
    /// The file is of a kind that nobody can open in ten years.
    FileKindUnknown, "file-kind-unknown", Entry,
        "Files of this kind are not kept.",
        "Attach a JPEG or PNG picture, a PDF, or a text or CSV file.";
    /// The file is there already.
    FileAlreadyAttached, "file-already-attached", Entry,
        "This file is attached to the step already.",
        "Nothing more is needed.";
    /// No such deviation.
    DeviationUnknown, "deviation-unknown", Pending,
        "There is no such deviation.",
        "Check the deviation's number.";
    /// It was closed.
    DeviationAlreadyClosed, "deviation-already-closed", Pending,
        "This deviation is already closed.",
        "Nothing more is needed.";
    /// A test has no result.
    ResultMissing, "result-missing", Pending,
        "A test of the release specification has no result.",
        "Wait for the result.";
    /// A test failed once; no later result of it clears that.
    ResultOutOfSpecification, "result-out-of-specification", Product,
        "A test result is out of specification; testing again does not clear it.",
        "Do not use the product; reject it, or call the physician if it was given.";
    /// Nobody but its analyst has looked at a result.
    ResultNotApproved, "result-not-approved", Pending,
        "A test result is not approved by a second person.",
        "Ask a colleague who neither took the sample nor did the test to approve it.";
    /// Nobody would follow a result that comes after the release.
    LatePlanMissing, "late-plan-missing", Pending,
        "A result that comes after the release has no plan that can be followed.",
        "Say for each late result who follows it, by when it is expected and what is done if it fails.";
    /// A failed result is void, and no retest has answered it.
    RetestMissing, "retest-missing", Pending,
        "A retest is owed or awaited.",
        "Order the retest and wait for its result; what was found invalid counts for nothing.";
    /// No such result.
    ResultUnknown, "result-unknown", Pending,
        "There is no such result.",
        "Choose the result from the batch.";
    /// It was approved.
    ResultAlreadyApproved, "result-already-approved", Pending,
        "This result is already approved.",
        "Nothing more is needed.";
    /// The same place of the same file was recorded before.
    ResultAlreadyImported, "result-already-imported", Pending,
        "This result was already recorded from this file.",
        "Nothing more is needed; a result stands once, however often its file is read.";
    /// It counts for nothing.
    ResultInvalidated, "result-invalidated", Pending,
        "This result was found invalid, or its sample was.",
        "Leave it; it stays visible and counts for nothing.";
    /// The analyst or the sampler would approve.
    ApprovedByAnalyst, "approved-by-analyst", Pending,
        "You recorded this result or took its sample.",
        "Another person must approve it.";
    /// The analyst would make it void.
    InvalidatedByAnalyst, "invalidated-by-analyst", Pending,
        "You recorded a result that would become invalid.",
        "Another person must decide, with the proven cause.";
    /// Nothing was found invalid.
    RetestNotDue, "retest-not-due", Pending,
        "No result was found invalid, so nothing is tested again.",
        "Investigate first; a failed result stands until its cause is proven.";
    /// As often as it may be.
    RetestsUsedUp, "retests-used-up", Product,
        "This test was ordered again as often as it may be.",
        "Do not test again; reject the product, or ask the qualified person.";
    /// No such sample.
    SampleUnknown, "sample-unknown", Pending,
        "There is no such sample.",
        "Check the number on the tube and scan again.";
    /// The number was used.
    SampleAlreadyTaken, "sample-already-taken", Pending,
        "This sample number was already used.",
        "Take a new number.";
    /// Another batch's sample.
    WrongSample, "wrong-sample", Bag,
        "This sample belongs to another batch.",
        "Stop. Put the tube aside and fetch the right one.";
    /// It was taken for something else.
    TestNotOfSample, "test-not-of-sample", Entry,
        "The sample was not taken for this test.",
        "Use the sample that was taken for it.";
    /// It was found unfit.
    SampleInvalidated, "sample-invalidated", Product,
        "The sample was found unfit.",
        "Use another sample; report what was seen on this one as a deviation.";
    /// The product has left quarantine.
    SamplingTooLate, "sampling-too-late", Pending,
        "The product is no longer in quarantine, so nothing is taken from it.",
        "Use a sample that was taken before.";
    /// Too few or too many cells, or other cells.
    CellsOutOfRange, "cells-out-of-range", Product,
        "The number of cells is not a dose of this protocol.",
        "Do not use the product; call the qualified person and the physician.";
    /// Past its expiry.
    ProductExpired, "product-expired", Product,
        "The product has expired.",
        "Stop. Do not infuse; return the bag.";
    /// It would expire while running.
    ProductWouldExpireBeforeEnd, "product-would-expire-before-end", Product,
        "The product would expire before the infusion ends.",
        "Stop. Do not start; call the physician.";
    /// No release stands.
    ProductNotReleased, "product-not-released", Rule,
        "The product is not released.",
        "Wait for the qualified person's release.";
    /// It was rejected.
    ProductRejected, "product-rejected", Product,
        "The product was rejected.",
        "Stop. Do not use it; return the bag.";
    /// It was taken out of use.
    ProductOutOfUse, "product-out-of-use", Product,
        "The product was returned, destroyed or set aside for good.",
        "Stop. Do not use it; there is no way back.";
    /// Nobody has read the record's exceptions, or something was added since.
    ReviewMissing, "review-missing", Pending,
        "The record was not reviewed since something was last added to it.",
        "Read what is unusual in the record, and sign the review.";
    /// Everything is within its specification.
    NotOutOfSpecification, "not-out-of-specification", Rule,
        "The product is not out of specification, so it cannot be supplied as such.",
        "Release it, or wait for what is missing.";
    /// The maker has not evaluated the risk.
    RiskNotEvaluated, "risk-not-evaluated", Pending,
        "The maker's written evaluation of the risk is missing.",
        "Ask the qualified person to evaluate the risk and sign it.";
    /// No physician has asked for it.
    RequestMissing, "request-missing", Pending,
        "The treating physician's signed request is missing.",
        "Ask the treating physician; nobody else can request it.";
    /// The request and the evaluation are of one person.
    RequestedByEvaluator, "requested-by-evaluator", Formality,
        "The one who evaluated the risk cannot be the one who asks for the product.",
        "Ask another person: the physician who treats the patient.";
    /// The patient has not agreed.
    PatientNotInformed, "patient-not-informed", Patient,
        "It is not recorded that the patient was told and agreed.",
        "Talk with the patient and record it before the product leaves.";
    /// The country asks for a permission first.
    PermissionMissing, "permission-missing", Rule,
        "This country asks for a permission first, and none is recorded that says under what.",
        "Record the reference of the permission before the product leaves.";
    /// The country asks for an ethics committee's approval, too.
    EthicsApprovalMissing, "ethics-approval-missing", Rule,
        "This country asks for an ethics committee's approval first, and none is recorded.",
        "Record the permission with the reference of the approval before the product leaves.";
    /// It was supplied.
    AlreadySupplied, "already-supplied", Pending,
        "This product was already supplied out of specification.",
        "Nothing more is needed.";
    /// It was not supplied out of specification.
    NotSupplied, "not-supplied", Pending,
        "This product was not supplied out of specification.",
        "There is nothing to tell the authority.";
    /// The authority was told.
    AlreadyNotified, "already-notified", Pending,
        "The authority was already told.",
        "Nothing more is needed.";
    /// There is no such alert.
    AlertUnknown, "alert-unknown", Pending,
        "There is no such alert.",
        "Check the container and the test.";
    /// It was seen in this capacity.
    AlertAlreadySeen, "alert-already-seen", Pending,
        "This alert was already seen in this capacity.",
        "Nothing more is needed.";
    /// An alert was not seen by both.
    AlertNotSeen, "alert-not-seen", Pending,
        "A late result failed, and not both physician and qualified person have seen the alert.",
        "Both must say that they have seen it before dosing goes on.";
    /// A late result failed.
    LateFailureStands, "late-failure-stands", Product,
        "A result that came after the product had left has failed.",
        "Stop. Do not use the product; call the physician and the qualified person.";
    /// The releaser made it.
    ReleasedByMaker, "released-by-maker", Pending,
        "You took part in making or testing this batch.",
        "Another qualified person must decide.";
    /// The assessor made it.
    AssessedByMaker, "assessed-by-maker", Pending,
        "You took part in making or testing this batch.",
        "Another person must assess its deviations.";
    /// The release stands.
    AlreadyReleased, "already-released", Pending,
        "This release was already given.",
        "Nothing more is needed.";
    /// Earlier doses are outstanding, or a later one was given.
    DoseOutOfOrder, "dose-out-of-order", Pending,
        "This dose is not the next in order.",
        "Give the doses in their order.";
    /// It was given.
    DoseAlreadyGiven, "dose-already-given", Given,
        "This dose was already given or started.",
        "Stop. Do not give it again.";
    /// Before its days, or too soon after the last.
    DoseTooEarly, "dose-too-early", Pending,
        "It is too early for this dose.",
        "Wait for the first allowed day.";
    /// Fitness was not recorded.
    FitnessMissing, "fitness-missing", Pending,
        "Fitness for this dose is not recorded.",
        "Examine the patient and record fitness today.";
    /// Fitness is of another day.
    FitnessTooOld, "fitness-too-old", Pending,
        "Fitness was recorded too long ago.",
        "Examine the patient again and record fitness.";
    /// A criterion of fitness fails.
    NotFitToday, "not-fit-today", Patient,
        "The patient is not fit for the infusion today.",
        "Do not infuse; call the physician.";
    /// All dosing is held.
    TreatmentOnHold, "treatment-on-hold", Patient,
        "All dosing is on hold.",
        "Wait until a physician lifts the hold.";
    /// A stop rule ended dosing.
    StopRuleFired, "stop-rule-fired", Patient,
        "A stop rule has ended dosing for good.",
        "Give no further dose; go on with the follow-up.";
    /// There is no hold.
    NotOnHold, "not-on-hold", Pending,
        "Dosing is not on hold.",
        "Nothing more is needed.";
    /// No verification.
    VerificationMissing, "verification-missing", Pending,
        "Patient and bag were not verified at the bedside.",
        "Scan wristband and bag with a witness.";
    /// It no longer counts.
    VerificationTooOld, "verification-too-old", Pending,
        "The bedside verification is too old.",
        "Scan wristband and bag again.";
    /// Another bag was verified.
    VerificationOfAnotherBag, "verification-of-another-bag", Bag,
        "Another bag was verified at the bedside.",
        "Stop. Scan wristband and this bag again.";
    /// It was done elsewhere.
    VerificationOnAnotherDevice, "verification-on-another-device", Pending,
        "The verification was done on another device.",
        "Scan again on the device at this bedside.";
    /// Nothing is collected for a medicine.
    NothingCollected, "nothing-collected", Rule,
        "Nothing is collected for this treatment.",
        "Order the dose; the pharmacy prepares it.";
    /// It may not be had here.
    NotAvailableHere, "not-available-here", Rule,
        "This therapy is not available here for this use.",
        "Do not start it; a physician who answers for it records an exception with a witness.";
    /// Nobody has said how it stands here.
    AvailabilityUnknown, "availability-unknown", Rule,
        "The protocol does not say whether this therapy is available here now.",
        "Do not start it; a physician who answers for it records an exception with a witness.";
    /// It may be had without, or stands otherwise.
    ExceptionNotNeeded, "exception-not-needed", Pending,
        "This exception does not say how the therapy stands here.",
        "Record an exception only for the standing that is shown, or none.";
    /// No level of the trial was assigned.
    LevelNotAssigned, "level-not-assigned", Pending,
        "No dose level of the trial is assigned to this patient.",
        "Assign the level before the first dose is ordered.";
    /// There is no such level.
    LevelUnknown, "level-unknown", Entry,
        "The protocol has no such dose level.",
        "Choose one of the levels of the protocol.";
    /// A dose was given at the level.
    LevelFixed, "level-fixed", Pending,
        "A dose was already given at the level that was assigned.",
        "Go on at this level.";
    /// The body's measure is not there.
    WeightMissing, "weight-missing", Pending,
        "The weight or height that the dose goes by is not recorded.",
        "Weigh and measure the patient and record it.";
    /// It is too old.
    WeightTooOld, "weight-too-old", Pending,
        "The weight or height that the dose goes by was measured too long ago.",
        "Weigh and measure the patient again.";
    /// It has moved since the order.
    WeightChanged, "weight-changed", Product,
        "The weight has changed too much since the dose was ordered.",
        "Do not use the order; a physician orders the dose again.";
    /// The arithmetic gives no dose.
    DoseNotComputable, "dose-not-computable", Rule,
        "The dose cannot be worked out from what is recorded.",
        "Check what is recorded of the patient; call the protocol's author if it is right.";
    /// Nobody ordered it.
    OrderMissing, "order-missing", Rule,
        "This dose is not ordered.",
        "Wait for the physician's signed order.";
    /// Another amount than the one worked out.
    OrderDiffers, "order-differs", Product,
        "The amount ordered is not the dose worked out.",
        "Check the working line by line and order the dose worked out.";
    /// Another unit than the one orders are written in.
    OrderUnitWrong, "order-unit-wrong", Product,
        "The order is not written in the unit of this dose.",
        "Write the order in the unit that is shown, and in no other.";
    /// Another population of cells.
    OrderPopulationMixed, "order-population-mixed", Product,
        "The order counts other cells than the dose.",
        "Order the cells that the protocol names.";
    /// More than one dose may be.
    DoseOverCap, "dose-over-cap", Product,
        "The amount is above the most that one dose may be.",
        "Stop. Do not give it; order the dose worked out.";
    /// More than all doses may be together.
    CumulativeCapReached, "cumulative-cap-reached", Patient,
        "With this dose the patient would get more than all doses may be together.",
        "Give no further dose of this kind; call the physician.";
    /// It would be ordered otherwise now.
    OrderOutdated, "order-outdated", Product,
        "The dose would be ordered otherwise now.",
        "Do not use the order; a physician orders the dose again.";
    /// Not on a day of the dose.
    PreparationOutsideItsDays, "preparation-outside-its-days", Pending,
        "The dose is not prepared on this day.",
        "Prepare it on a day of its dose.";
    /// Another amount than the one ordered.
    AmountDiffers, "amount-differs", Product,
        "The amount filled is not the amount ordered.",
        "Discard it, and prepare the dose again as it is ordered.";
    /// The finding it waits for is not there, or says no.
    GateNotPassed, "gate-not-passed", Patient,
        "The finding that this dose waits for is missing, or does not let it through.",
        "Give no dose of this part; record the finding at a visit, or go on with the follow-up.";
    /// Its cycle was ended.
    CycleEnded, "cycle-ended", Patient,
        "A stop rule has ended this cycle.",
        "Give no further dose of this cycle.";
    /// Its infusion was started once.
    ContainerAlreadyInfused, "container-already-infused", Given,
        "This bag was already given or started.",
        "Stop. Do not give it again.";
    /// An infusion runs now.
    InfusionRunning, "infusion-running", Pending,
        "An infusion is still running.",
        "End the running infusion first.";
    /// No infusion runs.
    InfusionNotRunning, "infusion-not-running", Pending,
        "No infusion of this dose has been started.",
        "Start the infusion first.";
    /// It ended.
    InfusionAlreadyEnded, "infusion-already-ended", Pending,
        "This infusion has already ended.",
        "Go on with the observation.";
    /// The observation ended.
    ObservationAlreadyEnded, "observation-already-ended", Pending,
        "The observation has already ended.",
        "Record what follows as a visit or an adverse event.";
    /// It is not over.
    ObservationTooShort, "observation-too-short", Pending,
        "The observation is not long enough yet.",
        "Go on watching the patient.";
    /// None since the end of the infusion.
    VitalSignsMissing, "vital-signs-missing", Pending,
        "No vital signs were recorded after the infusion's end.",
        "Measure and record vital signs.";
    /// Nobody has said why.
    VitalSignsNotOnTime, "vital-signs-not-on-time", Entry,
        "Vital signs were not taken at their time, and nothing says why.",
        "Give a reason for each set; take what is still due first.";
    /// The last are outside the limits.
    VitalSignsOutside, "vital-signs-outside", Patient,
        "The last vital signs lie outside their limits.",
        "Call the physician; measure again before the patient leaves.";
    /// The scale is not the protocol's.
    GradingUnknown, "grading-unknown", Entry,
        "The protocol's stop rules do not use this grading scale.",
        "Grade the adverse event on the protocol's scale.";
    /// No such grade.
    GradeImpossible, "grade-impossible", Entry,
        "Grades run from 1 to 5.",
        "Enter a grade from 1 to 5.";
    /// The protocol leaves a missed dose out.
    DoseMissed, "dose-missed", Pending,
        "The dose's days have passed, and the protocol leaves a missed dose out.",
        "Leave the dose out and go on with the next; nothing is caught up.";
    /// The measured value has another grade on this scale.
    GradeDiffers, "grade-differs", Entry,
        "The measured value has another grade on this scale.",
        "Look at value, unit and scale again, and enter the grade that the value has.";
    /// No grade follows from what was entered.
    GradeNotWorkedOut, "grade-not-worked-out", Entry,
        "No grade follows from what was measured.",
        "Complete what is missing, or record the grade without a measured value.";
    /// Something planned is not done.
    TreatmentIncomplete, "treatment-incomplete", Pending,
        "Something planned is not done yet.",
        "Finish it, or close with the reason why it ends early.";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_kebab_case_and_of_one_code_only() {
        let codes: BTreeSet<_> = RefusalCode::ALL.iter().map(|code| code.code()).collect();
        assert_eq!(codes.len(), RefusalCode::ALL.len());
        for code in codes {
            assert!(
                code.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
                "{code}"
            );
        }
    }

    #[test]
    fn every_code_says_what_is_wrong_and_what_to_do_in_whole_sentences() {
        for code in RefusalCode::ALL {
            for text in [code.sentence(), code.next_act()] {
                assert!(text.ends_with('.'), "{}: {text}", code.code());
                assert!(text.starts_with(char::is_uppercase), "{}", code.code());
            }
        }
    }
}
