// Every journey, with JavaScript and without, each time in a sample centre of its own.

import { after, before, describe } from "node:test";
import { launch } from "./support/browser.mjs";
import { startCentre } from "./support/centre.mjs";
import { bedside } from "./journeys/bedside.mjs";
import { connection } from "./journeys/connection.mjs";
import { custody } from "./journeys/custody.mjs";
import { filling } from "./journeys/filling.mjs";
import { handover } from "./journeys/handover.mjs";
import { labelTemplate } from "./journeys/label_template.mjs";
import { latePositive } from "./journeys/late_positive.mjs";
import { making } from "./journeys/making.mjs";
import { medicine } from "./journeys/medicine.mjs";
import { pages } from "./journeys/pages.mjs";
import { reading } from "./journeys/reading.mjs";
import { recall } from "./journeys/recall.mjs";
import { recallLot } from "./journeys/recall_lot.mjs";
import { recording } from "./journeys/recording.mjs";
import { release } from "./journeys/release.mjs";
import { sessions } from "./journeys/sessions.mjs";
import { supply } from "./journeys/supply.mjs";
import { twoSteps } from "./journeys/two_steps.mjs";

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    const stage = { options: { javaScriptEnabled } };
    before(async () => {
      [stage.browser, stage.centre] = await Promise.all([launch(), startCentre()]);
    });
    after(async () => {
      await stage.browser?.close();
      await stage.centre?.stop();
    });
    reading(stage);
    if (javaScriptEnabled) pages(stage);
    sessions(stage);
    recording(stage);
    if (javaScriptEnabled) connection(stage);
    release(stage);
    recall(stage);
    custody(stage);
    bedside(stage);
    medicine(stage);
    recallLot(stage);
    twoSteps(stage);
    supply(stage);
    latePositive(stage);
    handover(stage);
    filling(stage);
    labelTemplate(stage);
    making(stage);
  });
}
