//! What can be measured and in which units: closed lists, each unit with its exact factor.

use rust_decimal::Decimal;

/// Which cells a count counts. Different populations are different quantities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Population {
    /// All nucleated cells, living or dead.
    Total,
    /// All living nucleated cells.
    Viable,
    /// CD3+ cells.
    Cd3,
    /// CD3+CD56+ cells.
    Cd3Cd56,
    /// Living CD3+ cells.
    ViableCd3,
    /// Living CD3+CD56+ cells.
    ViableCd3Cd56,
    /// CD3+CD56- cells: T cells without the marker of natural killer cells.
    Cd3WithoutCd56,
    /// Dendritic cells.
    Dendritic,
}

impl Population {
    /// Every population, in the order of the glossary.
    pub const ALL: [Self; 8] = [
        Self::Total,
        Self::Viable,
        Self::Cd3,
        Self::Cd3Cd56,
        Self::ViableCd3,
        Self::ViableCd3Cd56,
        Self::Cd3WithoutCd56,
        Self::Dendritic,
    ];

    /// The annotation that names the population in a unit, without braces.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Total => "cells",
            Self::Viable => "viable",
            Self::Cd3 => "CD3+",
            Self::Cd3Cd56 => "CD3+CD56+",
            Self::ViableCd3 => "viable-CD3+",
            Self::ViableCd3Cd56 => "viable-CD3+CD56+",
            Self::Cd3WithoutCd56 => "CD3+CD56-",
            Self::Dendritic => "DC",
        }
    }

    /// The population in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Total => "cells",
            Self::Viable => "viable cells",
            Self::Cd3 => "CD3+ cells",
            Self::Cd3Cd56 => "CD3+CD56+ cells",
            Self::ViableCd3 => "viable CD3+ cells",
            Self::ViableCd3Cd56 => "viable CD3+CD56+ cells",
            Self::Cd3WithoutCd56 => "CD3+CD56- cells",
            Self::Dendritic => "dendritic cells",
        }
    }
}

/// What kind of thing is measured. Only quantities of one dimension are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// A number of cells of one population.
    CellCount,
    /// Cells in a volume.
    CellConcentration,
    /// Cells for each kilogram of body weight.
    CellsPerBodyMass,
    /// Blood cells of a blood count.
    BloodCellConcentration,
    /// A volume.
    Volume,
    /// A mass.
    Mass,
    /// Mass in a volume.
    MassConcentration,
    /// A length.
    Length,
    /// An amount of substance in a volume.
    SubstanceConcentration,
    /// Biological activity in international units.
    InternationalUnits,
    /// International units in a volume.
    InternationalUnitConcentration,
    /// Enzyme activity in a volume.
    EnzymeActivity,
    /// Endotoxin in a volume.
    EndotoxinConcentration,
    /// Endotoxin for each kilogram of body weight and hour.
    EndotoxinRate,
    /// A part of a hundred.
    Fraction,
    /// A multiple of the laboratory's upper limit of normal.
    MultipleOfUpperLimit,
    /// A score of a named scale.
    Score,
    /// A duration with a fixed length.
    Duration,
    /// A duration counted on the calendar.
    CalendarDuration,
    /// A temperature.
    Temperature,
    /// A pressure.
    Pressure,
    /// How often in a time.
    Frequency,
    /// A mass for each kilogram of body weight.
    MassPerBodyMass,
    /// A mass for each square metre of body surface.
    MassPerBodySurface,
    /// A mass for each kilogram of body weight and hour.
    MassPerBodyMassRate,
    /// A mass for each square metre of body surface and hour.
    MassPerBodySurfaceRate,
    /// International units for each kilogram of body weight.
    InternationalUnitsPerBodyMass,
    /// International units for each square metre of body surface.
    InternationalUnitsPerBodySurface,
    /// A volume for each kilogram of body weight.
    VolumePerBodyMass,
    /// A volume in a time.
    VolumeRate,
    /// A body surface.
    BodySurface,
    /// An amount of endotoxin.
    Endotoxin,
    /// Endotoxin for each kilogram of body weight.
    EndotoxinPerBodyMass,
    /// A multiple of the patient's own value before treatment.
    MultipleOfBaseline,
    /// A filtration rate of the kidneys, for a body surface of 1.73 m2.
    FiltrationRate,
    /// Acidity on the pH scale.
    Acidity,
    /// International units in a mass, as the certificate of one lot says.
    SpecificActivity,
    /// A number of things: vials, bags, sets.
    Pieces,
}

impl Dimension {
    /// The dimension in words, as a message names it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::CellCount => "a number of cells",
            Self::CellConcentration => "cells in a volume",
            Self::CellsPerBodyMass => "cells per kg of body weight",
            Self::BloodCellConcentration => "a blood cell count",
            Self::Volume => "a volume",
            Self::Mass => "a mass",
            Self::MassConcentration => "a mass in a volume",
            Self::Length => "a length",
            Self::SubstanceConcentration => "an amount of substance in a volume",
            Self::InternationalUnits => "international units",
            Self::InternationalUnitConcentration => "international units in a volume",
            Self::EnzymeActivity => "enzyme activity in a volume",
            Self::EndotoxinConcentration => "endotoxin in a volume",
            Self::EndotoxinRate => "endotoxin per kg and hour",
            Self::Fraction => "a percentage",
            Self::MultipleOfUpperLimit => "a multiple of the upper limit of normal",
            Self::Score => "a score",
            Self::Duration => "a duration",
            Self::CalendarDuration => "a duration in months or years",
            Self::Temperature => "a temperature",
            Self::Pressure => "a pressure",
            Self::Frequency => "a frequency",
            Self::MassPerBodyMass => "a mass per kg of body weight",
            Self::MassPerBodySurface => "a mass per m2 of body surface",
            Self::MassPerBodyMassRate => "a mass per kg and hour",
            Self::MassPerBodySurfaceRate => "a mass per m2 and hour",
            Self::InternationalUnitsPerBodyMass => "international units per kg of body weight",
            Self::InternationalUnitsPerBodySurface => "international units per m2 of body surface",
            Self::VolumePerBodyMass => "a volume per kg of body weight",
            Self::VolumeRate => "a volume per time",
            Self::BodySurface => "a body surface",
            Self::Endotoxin => "an amount of endotoxin",
            Self::EndotoxinPerBodyMass => "endotoxin per kg of body weight",
            Self::MultipleOfBaseline => "a multiple of the baseline",
            Self::FiltrationRate => "a filtration rate per 1.73 m2",
            Self::Acidity => "acidity",
            Self::SpecificActivity => "international units in a mass",
            Self::Pieces => "a number of pieces",
        }
    }
}

macro_rules! units {
    ($($name:ident $code:literal $dimension:ident $mantissa:literal $scale:literal;)+) => {
        /// The units Cikada knows, a closed list of UCUM codes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Unit {
            $(#[doc = concat!("`", $code, "` in UCUM.")] $name,)+
        }

        impl Unit {
            /// Every unit, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The UCUM code. Cell units hold `{}` where the population's annotation stands.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// What the unit measures.
            #[must_use]
            pub fn dimension(self) -> Dimension {
                match self { $(Self::$name => Dimension::$dimension,)+ }
            }

            /// How many of the dimension's base unit one of this unit is, exactly.
            #[must_use]
            pub fn factor(self) -> Decimal {
                match self { $(Self::$name => Decimal::from_parts($mantissa, 0, 0, false, $scale),)+ }
            }
        }
    };
}

// Name, UCUM code, dimension, then the factor to the dimension's base unit: digits and scale.
units! {
    Cell "{}" CellCount 1 0;
    MillionCells "10*6{}" CellCount 1_000_000 0;
    BillionCells "10*9{}" CellCount 1_000_000_000 0;
    CellPerMillilitre "{}/mL" CellConcentration 1 0;
    MillionCellsPerMillilitre "10*6{}/mL" CellConcentration 1_000_000 0;
    CellPerKilogram "{}/kg" CellsPerBodyMass 1 0;
    MillionCellsPerKilogram "10*6{}/kg" CellsPerBodyMass 1_000_000 0;
    BillionPerLitre "10*9/L" BloodCellConcentration 1 0;
    Microlitre "uL" Volume 1 3;
    Millilitre "mL" Volume 1 0;
    Litre "L" Volume 1000 0;
    Nanogram "ng" Mass 1 6;
    Microgram "ug" Mass 1 3;
    Milligram "mg" Mass 1 0;
    Gram "g" Mass 1000 0;
    Kilogram "kg" Mass 1_000_000 0;
    NanogramPerMillilitre "ng/mL" MassConcentration 1 0;
    MicrogramPerMillilitre "ug/mL" MassConcentration 1000 0;
    MilligramPerLitre "mg/L" MassConcentration 1000 0;
    MilligramPerDecilitre "mg/dL" MassConcentration 10_000 0;
    GramPerDecilitre "g/dL" MassConcentration 10_000_000 0;
    GramPerLitre "g/L" MassConcentration 1_000_000 0;
    Millimetre "mm" Length 1 0;
    Centimetre "cm" Length 10 0;
    MillimolePerLitre "mmol/L" SubstanceConcentration 1000 0;
    MicromolePerLitre "umol/L" SubstanceConcentration 1 0;
    InternationalUnit "[iU]" InternationalUnits 1 0;
    MillionInternationalUnits "10*6[iU]" InternationalUnits 1_000_000 0;
    InternationalUnitPerMillilitre "[iU]/mL" InternationalUnitConcentration 1 0;
    EnzymeUnitPerLitre "U/L" EnzymeActivity 1 0;
    EndotoxinUnitPerMillilitre "{EU}/mL" EndotoxinConcentration 1 0;
    EndotoxinUnitPerKilogramHour "{EU}/kg/h" EndotoxinRate 1 0;
    Percent "%" Fraction 1 0;
    UpperLimitOfNormal "{ULN}" MultipleOfUpperLimit 1 0;
    Score "{score}" Score 1 0;
    Second "s" Duration 1 0;
    Minute "min" Duration 60 0;
    Hour "h" Duration 3600 0;
    Day "d" Duration 86_400 0;
    Week "wk" Duration 604_800 0;
    Month "mo" CalendarDuration 1 0;
    Year "a" CalendarDuration 12 0;
    Celsius "Cel" Temperature 1 0;
    MillimetreOfMercury "mm[Hg]" Pressure 1 0;
    PerMinute "/min" Frequency 1440 0;
    PerDay "/d" Frequency 1 0;
    PicogramPerMillilitre "pg/mL" MassConcentration 1 3;
    ThousandPerMicrolitre "10*3/uL" BloodCellConcentration 1 0;
    MillionInternationalUnitsPerMillilitre "10*6[iU]/mL" InternationalUnitConcentration 1_000_000 0;
    EnzymeUnitPerMillilitre "U/mL" EnzymeActivity 1000 0;
    MicrogramPerKilogram "ug/kg" MassPerBodyMass 1 3;
    MilligramPerKilogram "mg/kg" MassPerBodyMass 1 0;
    MicrogramPerSquareMetre "ug/m2" MassPerBodySurface 1 3;
    MilligramPerSquareMetre "mg/m2" MassPerBodySurface 1 0;
    MicrogramPerKilogramMinute "ug/kg/min" MassPerBodyMassRate 60 0;
    MicrogramPerKilogramHour "ug/kg/h" MassPerBodyMassRate 1 0;
    MilligramPerSquareMetreHour "mg/m2/h" MassPerBodySurfaceRate 1 0;
    InternationalUnitPerKilogram "[iU]/kg" InternationalUnitsPerBodyMass 1 0;
    MillionInternationalUnitsPerKilogram "10*6[iU]/kg" InternationalUnitsPerBodyMass 1_000_000 0;
    InternationalUnitPerSquareMetre "[iU]/m2" InternationalUnitsPerBodySurface 1 0;
    MillionInternationalUnitsPerSquareMetre "10*6[iU]/m2" InternationalUnitsPerBodySurface 1_000_000 0;
    MillilitrePerKilogram "mL/kg" VolumePerBodyMass 1 0;
    MillilitrePerHour "mL/h" VolumeRate 1 0;
    LitrePerMinute "L/min" VolumeRate 60_000 0;
    SquareMetre "m2" BodySurface 1 0;
    EndotoxinUnit "{EU}" Endotoxin 1 0;
    EndotoxinUnitPerKilogram "{EU}/kg" EndotoxinPerBodyMass 1 0;
    Baseline "{baseline}" MultipleOfBaseline 1 0;
    MillilitrePerMinutePerSurface "mL/min/{1.73_m2}" FiltrationRate 1 0;
    AcidityUnit "[pH]" Acidity 1 0;
    InternationalUnitPerMilligram "[iU]/mg" SpecificActivity 1 0;
    MillionInternationalUnitsPerMilligram "10*6[iU]/mg" SpecificActivity 1_000_000 0;
    Piece "{piece}" Pieces 1 0;
}

impl Unit {
    /// Whether the unit counts cells and therefore needs a population.
    #[must_use]
    pub fn counts_cells(self) -> bool {
        matches!(
            self.dimension(),
            Dimension::CellCount | Dimension::CellConcentration | Dimension::CellsPerBodyMass
        )
    }
}
