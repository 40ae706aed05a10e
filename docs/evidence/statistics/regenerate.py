"""Works out the tables that the tests of core/outcome read, with established packages."""

import json
from pathlib import Path

import lifelines
import numpy as np
import pandas as pd
import scipy
import statsmodels
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.datasets import load_leukemia
from lifelines.statistics import multivariate_logrank_test
from lifelines.utils import median_survival_times
from scipy.optimize import curve_fit
from scipy.stats import beta, chi2, norm
from statsmodels.duration.hazard_regression import PHReg
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

HERE = Path(__file__).parent
Z = norm.ppf(0.975)


def write(name, rows):
    versions = {p.__name__: p.__version__ for p in (lifelines, np, pd, scipy, statsmodels)}
    text = json.dumps({"versions": versions, "rows": rows}, indent=1, allow_nan=False)
    (HERE / "tables" / f"{name}.json").write_text(text + "\n")


def finite(value):
    value = float(value)
    return value if np.isfinite(value) else None


def study(name):
    return pd.read_csv(HERE / "data" / f"{name}.csv")


def exact(events, of, level):
    tail = (1 - level / 100) / 2
    lower = 0.0 if events == 0 else beta.ppf(tail, events, of - events + 1)
    upper = 1.0 if events == of else beta.ppf(1 - tail, events + 1, of - events)
    return {"events": events, "of": of, "level": level, "lower": float(lower), "upper": float(upper)}


def rates():
    counts = [(0, 1), (1, 1), (0, 3), (3, 3), (1, 2), (0, 18), (2, 18), (4, 11), (0, 362), (6, 270),
              (36, 226), (36, 255), (31, 51), (10, 49), (39, 49), (215, 4088), (36, 4088), (4088, 4088),
              (0, 4088), (1, 100000), (50000, 100000), (3, 1000000), (999997, 1000000)]
    rows = [exact(x, n, level) for x, n in counts for level in (80.0, 90.0, 95.0, 99.0)]
    rows += [exact(x, 20, 95.0) for x in range(21)]
    write("rates", rows)


def kaplan_meier():
    rows = []
    for name in ("leukaemia", "tied", "all-censored", "single-steps"):
        table = study(name)
        for group, part in table.groupby("group", sort=False):
            fitter = KaplanMeierFitter().fit(part.time, part.event)
            band = fitter.confidence_interval_survival_function_
            events = fitter.event_table
            greenwood = greenwood_errors(part)
            steps = []
            for time in sorted(part.time.unique()):
                lower, upper = band.loc[time].to_numpy()
                survival = float(fitter.survival_function_.loc[time].iloc[0])
                # Without a variance (curve at 1 or 0) there is no interval; packages differ there.
                inner = 1e-12 < survival < 1 - 1e-12
                steps.append({
                    "time": float(time),
                    "at_risk": int(events.at_risk.loc[time]) ,
                    "events": int(events.observed.loc[time]),
                    "censored": int(events.censored.loc[time]),
                    "survival": survival,
                    "standard_error": greenwood.get(time) if inner else None,
                    "lower": finite(lower) if inner else None,
                    "upper": finite(upper) if inner else None,
                })
            rows.append({
                "study": name,
                "group": str(group),
                "median": finite(fitter.median_survival_time_),
                "median_interval": median_interval(fitter, part),
                "steps": steps,
            })
    write("kaplan-meier", rows)


def greenwood_errors(part):
    if part.event.sum() == 0:
        return {}
    curve = SurvfuncRight(part.time, part.event)
    errors = dict(zip(curve.surv_times.tolist(), curve.surv_prob_se.tolist()))
    known, last = {}, None
    for time in sorted(part.time.unique()):
        last = errors.get(time, last)
        known[time] = last
    return known


def median_interval(fitter, part):
    """Brookmeyer and Crowley on the log-log scale: lifelines, checked against statsmodels."""
    limits = median_survival_times(fitter.confidence_interval_survival_function_).to_numpy().ravel()
    limits = [finite(limit) for limit in limits]
    if part.event.sum() > 0 and all(limits):
        other = SurvfuncRight(part.time, part.event).quantile_ci(0.5, method="cloglog")
        assert np.allclose(limits, other), (limits, other)
    # Both put a limit where the curve falls to 0, though the band is not defined there. We say
    # that there is none: the wider statement.
    survival = fitter.survival_function_.iloc[:, 0]
    return [None if limit is None or survival.loc[limit] < 1e-12 else limit for limit in limits]


def log_rank():
    rows = []
    for name in ("leukaemia", "tied", "single-steps"):
        table = study(name)
        result = multivariate_logrank_test(table.time, table.group, table.event)
        other = survdiff(table.time, table.event, table.group)
        assert np.isclose(result.test_statistic, other[0], rtol=1e-9), (result, other)
        degrees = table.group.nunique() - 1
        rows.append({
            "study": name,
            "chi_squared": float(result.test_statistic),
            "degrees": degrees,
            "p": float(chi2.sf(result.test_statistic, degrees)),
        })
    write("log-rank", rows)


def cox_table(name):
    table = study(name)
    first = table.group.iloc[0]
    for group in table.group.unique()[1:]:
        table[f"group {group}"] = (table.group == group).astype(float)
    columns = [c for c in table.columns if c.startswith("group ")]
    columns += [c for c in table.columns if c in ("age", "stage")]
    return table, first, columns


def cox():
    rows = []
    for name in ("leukaemia", "tied"):
        table, reference, columns = cox_table(name)
        options = {"precision": 1e-13, "max_steps": 100}
        fitter = CoxPHFitter().fit(table[["time", "event", *columns]], "time", "event", fit_options=options)
        other = PHReg(table.time, table[columns], table.event, ties="efron").fit()
        assert np.allclose(fitter.params_, other.params, rtol=1e-6), (fitter.params_, other.params)
        assert np.allclose(fitter.standard_errors_, other.bse, rtol=1e-5)
        null = PHReg(table.time, table[columns], table.event, ties="efron")
        coefficients = []
        for column in columns:
            b, se = float(fitter.params_[column]), float(fitter.standard_errors_[column])
            coefficients.append({
                "covariate": column,
                "coefficient": b,
                "standard_error": se,
                "hazard_ratio": float(np.exp(b)),
                "lower": float(np.exp(b - Z * se)),
                "upper": float(np.exp(b + Z * se)),
                "z": b / se,
                "p_two_sided": float(2 * norm.sf(abs(b / se))),
                "p_one_sided_below_one": float(norm.cdf(b / se)),
            })
        rows.append({
            "study": name,
            "reference": str(reference),
            "log_likelihood": float(fitter.log_likelihood_),
            "log_likelihood_null": float(null.loglike(np.zeros(len(columns)))),
            "coefficients": coefficients,
        })
    write("cox", rows)


def difference():
    """Greenwood errors of two independent curves, and the published-ratio form of Altman and Andersen."""
    rows = []
    table = study("leukaemia")
    for at in (5.0, 10.0, 20.0):
        parts = []
        for group in ("placebo", "6-MP"):
            part = table[table.group == group]
            curve = SurvfuncRight(part.time, part.event)
            upto = np.flatnonzero(curve.surv_times <= at)
            parts.append((1.0, 0.0) if len(upto) == 0
                         else (float(curve.surv_prob[upto[-1]]), float(curve.surv_prob_se[upto[-1]])))
        (control, control_se), (treated, treated_se) = parts
        d, se = treated - control, float(np.hypot(control_se, treated_se))
        rows.append({"at": at, "control": control, "treated": treated, "difference": d,
                     "lower": float(d - Z * se), "upper": float(d + Z * se)})
    write("difference", rows)
    published = []
    for ratio, lower, upper, control in ((0.63, 0.43, 0.94, 0.331), (0.89, 0.79, 1.01, 0.5)):
        published.append({"ratio": ratio, "lower": lower, "upper": upper, "control": control,
                          "difference": control**ratio - control,
                          "difference_lower": control**upper - control,
                          "difference_upper": control**lower - control})
    write("published", published)


def potency():
    table = study("killing")
    s = table[table.kind == "spontaneous"].signal.mean()
    m = table[table.kind == "maximum"].signal.mean()
    wells = table[table.kind == "sample"].copy()
    wells["lysis"] = (wells.signal - s) / (m - s) * 100
    shape = lambda x, a, k: a * (1 - np.exp(-k * x))
    (a, k), covariance = curve_fit(shape, wells.ratio_viable, wells.lysis, p0=(80, 0.1),
                                   ftol=1e-15, xtol=1e-15, gtol=1e-15)
    slope = np.array([-30 / (a * (a - 30) * k), np.log(1 - 30 / a) / k**2])
    means = wells.groupby("ratio_viable").lysis.agg(["mean", "std"])
    write("potency", [{
        "spontaneous": float(s), "maximum": float(m),
        "lysis": [{"ratio": float(x), "mean": float(r["mean"]), "deviation": float(r["std"])}
                  for x, r in means.iterrows()],
        "plateau": float(a), "rate": float(k),
        "plateau_error": float(covariance[0, 0] ** 0.5), "rate_error": float(covariance[1, 1] ** 0.5),
        "at_30": float(-np.log(1 - 30 / a) / k),
        "at_30_error": float(np.sqrt(slope @ covariance @ slope)),
        "units_30": float(1e7 / (-np.log(1 - 30 / a) / k * 10000)),
    }])


def main():
    ours = study("leukaemia")
    theirs = load_leukemia()
    for group, code in (("placebo", 1), ("6-MP", 0)):
        own = sorted(zip(ours[ours.group == group].time, ours[ours.group == group].event))
        known = theirs[theirs.Rx == code]
        assert own == sorted(zip(known.t, known.status)), group
    (HERE / "tables").mkdir(exist_ok=True)
    rates()
    kaplan_meier()
    log_rank()
    cox()
    difference()
    potency()


if __name__ == "__main__":
    main()
