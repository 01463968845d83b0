/** `hubspot.form` and `contact_form_submission`: the forms of the web site, and who sent them. The first one of a person is a lead. */
import { DAY_SECONDS } from "../../kit/calendar.ts";
import { FORMS } from "../../market/forms.ts";
import type { Market } from "../../market/market.ts";
import { SITE } from "../../market/pages.ts";
import { anonymousId } from "../../market/visit-log.ts";
import * as schema from "../../schema/hubspot.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nextBatch, nightlyLoad } from "../load-time.ts";

const BATCH_SECONDS = 6 * 3600;

export function writeForms({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.form, 12);
  for (const { guid, label, type, createdDay, retiredDay } of Object.values(FORMS)) {
    if (retiredDay !== null && retiredDay <= tier.startDay) continue;
    table.add({
      guid,
      name: label,
      form_type: type,
      created_at: createdDay * DAY_SECONDS + 10 * 3600,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

export function writeContactFormSubmissions({ tier }: Setting, { submissions, visits }: Market): TableData {
  const table = new TableBuilder(schema.contactFormSubmission, submissions.length);
  const inOrder = [...submissions].sort((a, b) => a.contact.id - b.contact.id || a.at - b.at);
  for (const { contact, form, at, visit } of inOrder) {
    const { guid, label, page } = FORMS[form];
    table.add({
      contact_id: contact.id,
      timestamp: at,
      form_id: guid,
      page_url: `${SITE}${page}`,
      title: label,
      anonymous_id: anonymousId(visits.visitor[visit] ?? 0),
      _synced_at: nextBatch(at, BATCH_SECONDS, tier.asOfDay),
    });
  }
  return table.finish();
}
