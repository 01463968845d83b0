/**
 * Marketing and sales: companies, contacts, deals and everything people did around them. Properties carry the prefix `property_`.
 */
import { bigint, date, decimal, flag, integer, smallint, syncedAt, text, timestamp } from "./columns.ts";
import type { TableSchema } from "./table-schema.ts";

const LIFECYCLE_STAGES = [
  "subscriber",
  "lead",
  "marketingqualifiedlead",
  "salesqualifiedlead",
  "opportunity",
  "customer",
] as const;

export const company = {
  system: "hubspot",
  table: "company",
  pack: "crm-marketing",
  key: ["id"],
  description:
    "One row per business that marketing or sales knows, as it is today. More than half are customers or will be; the others only asked. Join to the application through property_app_account_id, which is text and empty before the sign-up.",
  rows: { classroom: 3600, full: 36000 },
  faults: ["F11", "F13"],
  columns: {
    id: bigint("HubSpot's number of the company, given in order of creation."),
    property_name: text("Name of the business as it is known today."),
    property_domain: text(
      "Domain of the company's web site and mailboxes; the same as that of the customer's account.",
    ),
    property_industry: text("Line of business.", {
      values: ["Food Service", "Hospitality", "Sports and Entertainment", "Corporate Services"],
    }),
    property_city: text("City of the head office."),
    property_state: text("State or region of the head office, as a code such as TX or ON."),
    property_country: text("Country of the head office.", { values: ["US", "CA", "GB"] }),
    property_annualrevenue: bigint("Turnover in a year when the company was entered, in whole dollars.", {
      unit: "dollars",
    }),
    property_numberofemployees: integer(
      "People employed; passed on by the application when it moves by a fifth or more.",
    ),
    property_lifecyclestage: text("Furthest stage that the company has reached.", {
      values: ["lead", "opportunity", "customer"],
    }),
    property_app_account_id: text("Id of the account in the application as text; empty until the company signs up."),
    property_createdate: timestamp("When the first contact of the company appeared, in UTC."),
    is_deleted: flag("True when somebody deleted the company in HubSpot; the row stays."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const contact = {
  system: "hubspot",
  table: "contact",
  pack: "crm-marketing",
  key: ["id"],
  description:
    "One row per person whose name the company has, as it is today: people who sent a form, users of the application, people whom sales or a trade fair brought. Records that were merged into another one are not in it.",
  rows: { classroom: 9000, full: 90000 },
  faults: ["F02", "F06", "F11"],
  columns: {
    id: bigint("HubSpot's number of the contact, given in order of creation; numbers of merged records are left out."),
    property_email: text("E-mail address; the same as that of the user in the application, where there is one."),
    property_firstname: text("First name."),
    property_lastname: text("Last name."),
    property_company: text("Name of the business as the person gave it; empty for people without one."),
    associated_company_id: bigint("The company that the person works for; empty for people without one.", {
      references: "hubspot.company.id",
    }),
    property_jobtitle: text("Job title as the person wrote it."),
    property_lifecyclestage: text("Furthest stage that the contact has reached.", { values: LIFECYCLE_STAGES }),
    property_hs_analytics_source: text("Channel of the first visit to the web site, in HubSpot's own coarse groups.", {
      values: [
        "ORGANIC_SEARCH",
        "PAID_SEARCH",
        "PAID_SOCIAL",
        "EMAIL_MARKETING",
        "REFERRALS",
        "DIRECT_TRAFFIC",
        "OFFLINE",
      ],
    }),
    property_hs_analytics_source_data_1: text(
      "Detail of the first channel: the site, the platform or who entered the contact.",
    ),
    property_hubspotscore: integer("Sum of the points for fit, visits, forms and clicks by today, 200 at most.", {
      unit: "points",
    }),
    property_hs_email_optout: flag("True when the person wants no more e-mail."),
    property_merged_vids: text(
      "Numbers of the records that were merged into this one, joined by semicolons; empty for none.",
    ),
    property_createdate: timestamp(
      "When the contact was created, in UTC: at the first form, the import or the invitation.",
    ),
    is_deleted: flag("True when somebody deleted the contact in HubSpot; the row stays."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const contactPropertyHistory = {
  system: "hubspot",
  table: "contact_property_history",
  pack: "crm-marketing",
  key: ["contact_id", "name", "timestamp"],
  description:
    "One row per new value of a tracked property of a contact. A value holds until the next row of the same contact and name; the score is written down only when it qualifies a contact later than on the first day.",
  rows: { classroom: 22000, full: 220000 },
  faults: [],
  quiet: true,
  columns: {
    contact_id: bigint("The contact whose property changed.", { references: "hubspot.contact.id" }),
    name: text("Name of the property.", { values: ["hs_email_optout", "hubspotscore", "lifecyclestage"] }),
    timestamp: timestamp("When the value began to hold, in UTC."),
    value: text("The new value as text, whatever its type."),
    source: text("What set the value.", {
      values: ["FORM", "INTEGRATION", "CRM_UI", "IMPORT", "WORKFLOW", "SALES", "EMAIL"],
    }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const companyPropertyHistory = {
  system: "hubspot",
  table: "company_property_history",
  pack: "crm-marketing",
  key: ["company_id", "name", "timestamp"],
  description:
    "One row per new value of a tracked property of a company. Names and headcounts appear only when they changed after the company was entered; stages from the first one on.",
  rows: { classroom: 6000, full: 60000 },
  faults: [],
  quiet: true,
  columns: {
    company_id: bigint("The company whose property changed.", { references: "hubspot.company.id" }),
    name: text("Name of the property.", { values: ["lifecyclestage", "name", "numberofemployees"] }),
    timestamp: timestamp("When the value began to hold, in UTC."),
    value: text("The new value as text, whatever its type."),
    source: text("What set the value.", { values: ["WORKFLOW", "SALES", "INTEGRATION"] }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const dealPropertyHistory = {
  system: "hubspot",
  table: "deal_property_history",
  pack: "crm-marketing",
  key: ["deal_id", "name", "timestamp"],
  description:
    "One row per new value of a tracked property of a deal. The value is text whatever its type: dates are milliseconds since 1970, as HubSpot keeps them. The owner appears only when a deal changed hands. Use it to see a deal as it was thought of on a day.",
  rows: { classroom: 15500, full: 155000 },
  faults: [],
  quiet: true,
  columns: {
    deal_id: bigint("The deal whose property changed.", { references: "hubspot.deal.deal_id" }),
    name: text("Name of the property.", { values: ["amount", "closedate", "hubspot_owner_id"] }),
    timestamp: timestamp("When the value began to hold, in UTC."),
    value: text("The new value as text."),
    source: text("What set the value.", { values: ["CRM_UI", "CALCULATED", "AUTOMATION"] }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const contactMergeAudit = {
  system: "hubspot",
  table: "contact_merge_audit",
  pack: "crm-marketing",
  key: ["contact_id", "vid_to_merge"],
  description:
    "One row per record of a contact that was merged into another one. Merges chain: the record that was kept may have been merged itself later, so follow the rows to the end before you count people.",
  rows: { classroom: 180, full: 1800 },
  faults: ["F02"],
  quiet: true,
  columns: {
    contact_id: bigint("The record that was kept in this merge; look for it here too before you look in contact."),
    vid_to_merge: bigint("The record that was merged away; it is no longer in contact."),
    timestamp: timestamp("When the two were merged, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const deal = {
  system: "hubspot",
  table: "deal",
  pack: "crm-marketing",
  key: ["deal_id"],
  description:
    "One row per deal as it stands today: with somebody new, with a customer who may grow, or with one who has left. Three pipelines share the table, so filter before you compare stages or win rates.",
  rows: { classroom: 4400, full: 44000 },
  faults: ["F05", "F11"],
  columns: {
    deal_id: bigint("HubSpot's number of the deal, given in order of opening."),
    owner_id: bigint("Who has the deal now; the lead of the team when the seller has left.", {
      references: "hubspot.owner.owner_id",
    }),
    deal_pipeline_id: bigint("Pipeline in which the deal moves.", { references: "hubspot.deal_pipeline.pipeline_id" }),
    deal_pipeline_stage_id: bigint("Stage in which the deal stands.", {
      references: "hubspot.deal_pipeline_stage.stage_id",
    }),
    property_dealname: text("Name of the company and kind of deal."),
    property_amount: decimal(
      12,
      2,
      "Annual value: a guess at first, what was offered later, what was signed in the end.",
      { unit: "dollars" },
    ),
    property_dealtype: text("Whether the deal is with somebody new; a customer who has left counts as existing.", {
      values: ["newbusiness", "existingbusiness"],
    }),
    property_closedate: timestamp(
      "When an open deal is expected to close, or when a closed one did, in UTC; the expected day of an open deal may have passed.",
    ),
    property_createdate: timestamp("When the deal was opened, in UTC."),
    property_closed_lost_reason: text("Why the deal was lost; empty for open and won ones.", {
      values: ["price", "no answer", "no budget", "bought elsewhere", "timing", "missing feature", "customer left"],
    }),
    property_forecast_category: text("How the deal counts in the forecast.", {
      values: ["pipeline", "best_case", "commit", "closed", "omitted"],
    }),
    is_deleted: flag("True when somebody deleted the deal in HubSpot; the row stays."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const dealStage = {
  system: "hubspot",
  table: "deal_stage",
  pack: "crm-marketing",
  key: ["deal_id", "date_entered"],
  description:
    "One row per stage that a deal has entered, in order. A deal may skip a stage, go back or be opened again after it was lost, so the latest row counts, not the highest stage.",
  rows: { classroom: 17000, full: 170000 },
  faults: [],
  quiet: true,
  columns: {
    deal_id: bigint("The deal.", { references: "hubspot.deal.deal_id" }),
    date_entered: timestamp("When the deal entered the stage, in UTC."),
    value: text("Id of the stage as text; cast it before you join deal_pipeline_stage."),
    source: text("What moved the deal: a person, or the sign-up.", { values: ["CRM_UI", "INTEGRATION"] }),
    _start: timestamp("When this row began to hold; the same as date_entered."),
    _end: timestamp("When the deal left the stage; empty for the stage in which it stands."),
    _active: flag("True for the stage in which the deal stands."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const dealPipeline = {
  system: "hubspot",
  table: "deal_pipeline",
  pack: "crm-marketing",
  key: ["pipeline_id"],
  description: "One row per pipeline: a way of selling with stages of its own.",
  rows: { classroom: 3, full: 3 },
  faults: [],
  columns: {
    pipeline_id: bigint("HubSpot's number of the pipeline."),
    label: text("Name of the pipeline.", { values: ["New business", "Expansion", "Win-back"] }),
    is_deleted: flag("True when the pipeline is no longer in use."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const dealPipelineStage = {
  system: "hubspot",
  table: "deal_pipeline_stage",
  pack: "crm-marketing",
  key: ["stage_id"],
  description:
    "One row per stage of a pipeline. Labels such as Closed won appear once in each pipeline, so join by id.",
  rows: { classroom: 20, full: 20 },
  faults: [],
  columns: {
    stage_id: bigint("HubSpot's number of the stage."),
    pipeline_id: bigint("Pipeline to which the stage belongs.", { references: "hubspot.deal_pipeline.pipeline_id" }),
    label: text("Name of the stage."),
    probability: decimal(
      4,
      3,
      "Chance of success that HubSpot shows for a deal in this stage, set by hand: not what the data say.",
    ),
    display_order: smallint("Place within the pipeline, from 0."),
    is_closed: flag("True for the two stages in which a deal ends."),
    closed_won: flag("True for the stage of won deals."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const dealCompany = {
  system: "hubspot",
  table: "deal_company",
  pack: "crm-marketing",
  key: ["deal_id", "company_id"],
  description: "One row per deal and the company it is with. Deals with people who gave no company have none.",
  rows: { classroom: 4350, full: 43500 },
  faults: ["F05"],
  columns: {
    deal_id: bigint("The deal.", { references: "hubspot.deal.deal_id" }),
    company_id: bigint("The company.", { references: "hubspot.company.id" }),
    type_id: smallint("HubSpot's number for the kind of link; 5 is the primary company."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const dealContact = {
  system: "hubspot",
  table: "deal_contact",
  pack: "crm-marketing",
  key: ["deal_id", "contact_id"],
  description: "One row per person whom a deal concerns. A deal has one to three, so a join multiplies amounts.",
  rows: { classroom: 6300, full: 63000 },
  faults: [],
  columns: {
    deal_id: bigint("The deal.", { references: "hubspot.deal.deal_id" }),
    contact_id: bigint("The person.", { references: "hubspot.contact.id" }),
    type_id: smallint("HubSpot's number for the kind of link; 3 is a contact of a deal."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const owner = {
  system: "hubspot",
  table: "owner",
  pack: "crm-marketing",
  key: ["owner_id"],
  description:
    "One row per person who sells or leads those who do, leavers included. The tree of managers ends at the head of sales.",
  rows: { classroom: 34, full: 90 },
  faults: [],
  columns: {
    owner_id: bigint("HubSpot's number of the owner."),
    email: text("Address at the company."),
    first_name: text("First name."),
    last_name: text("Last name."),
    manager_owner_id: bigint("To whom the owner reports; empty for the head of sales.", {
      references: "hubspot.owner.owner_id",
    }),
    is_active: flag("False for who has left."),
    created_at: timestamp("First day at work, in UTC."),
    updated_at: timestamp("When the row last changed: the first day, or the day of leaving."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const team = {
  system: "hubspot",
  table: "team",
  pack: "crm-marketing",
  key: ["id"],
  description: "One row per team of sales. The largest tier splits every team by region.",
  rows: { classroom: 6, full: 12 },
  faults: [],
  columns: {
    id: bigint("HubSpot's number of the team."),
    name: text("Name of the team."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const ownerTeam = {
  system: "hubspot",
  table: "owner_team",
  pack: "crm-marketing",
  key: ["owner_id", "team_id"],
  description: "One row per owner and team. Everybody belongs to one team.",
  rows: { classroom: 34, full: 90 },
  faults: [],
  columns: {
    owner_id: bigint("The owner.", { references: "hubspot.owner.owner_id" }),
    team_id: bigint("The team.", { references: "hubspot.team.id" }),
    is_primary: flag("True for the owner's main team."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const engagement = {
  system: "hubspot",
  table: "engagement",
  pack: "crm-marketing",
  key: ["id"],
  description:
    "One row per thing that sales did or planned with somebody; the details are in the table of its type. Meetings and tasks may lie ahead of the day on which you look.",
  rows: { classroom: 34000, full: 340000 },
  faults: [],
  quiet: true,
  columns: {
    id: bigint("HubSpot's number of the engagement, given in order of entry."),
    type: text("Kind of engagement; says in which table the details are.", {
      values: ["CALL", "EMAIL", "MEETING", "NOTE", "TASK"],
    }),
    owner_id: bigint("Who did it.", { references: "hubspot.owner.owner_id" }),
    created_at: timestamp("When it was entered, in UTC."),
    timestamp: timestamp("When it took place, or is to take place, in UTC; the due time of a task."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const engagementCall = {
  system: "hubspot",
  table: "engagement_call",
  pack: "crm-marketing",
  key: ["engagement_id"],
  description: "One row per call.",
  rows: { classroom: 9500, full: 95000 },
  faults: [],
  quiet: true,
  columns: {
    engagement_id: bigint("The engagement.", { references: "hubspot.engagement.id" }),
    duration_s: integer("Length of the call, 0 when nobody answered.", { unit: "seconds" }),
    disposition: text("How the call ended.", {
      values: ["connected", "left voicemail", "no answer", "busy", "wrong number"],
    }),
    direction: text("Who called.", { values: ["OUTBOUND", "INBOUND"] }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const engagementEmail = {
  system: "hubspot",
  table: "engagement_email",
  pack: "crm-marketing",
  key: ["engagement_id"],
  description: "One row per mail that a seller wrote by hand. Mass mail is in email_event and in the e-mail tool.",
  rows: { classroom: 14000, full: 140000 },
  faults: [],
  quiet: true,
  columns: {
    engagement_id: bigint("The engagement.", { references: "hubspot.engagement.id" }),
    status: text("What became of the mail.", { values: ["SENT", "BOUNCED"] }),
    opened: flag("True when the mail was opened at least once."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const engagementMeeting = {
  system: "hubspot",
  table: "engagement_meeting",
  pack: "crm-marketing",
  key: ["engagement_id"],
  description: "One row per meeting. Count only completed ones as work done.",
  rows: { classroom: 4000, full: 40000 },
  faults: [],
  quiet: true,
  columns: {
    engagement_id: bigint("The engagement.", { references: "hubspot.engagement.id" }),
    outcome: text("What became of the meeting; scheduled until it is over.", {
      values: ["SCHEDULED", "COMPLETED", "RESCHEDULED", "NO_SHOW", "CANCELED"],
    }),
    start_time: timestamp("When it begins, in UTC; may lie ahead."),
    end_time: timestamp("When it ends, in UTC; may lie ahead."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const engagementNote = {
  system: "hubspot",
  table: "engagement_note",
  pack: "crm-marketing",
  key: ["engagement_id"],
  description: "One row per note that a seller left; only its length is kept.",
  rows: { classroom: 3500, full: 35000 },
  faults: [],
  quiet: true,
  columns: {
    engagement_id: bigint("The engagement.", { references: "hubspot.engagement.id" }),
    body_length: smallint("Length of the text.", { unit: "characters" }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const engagementTask = {
  system: "hubspot",
  table: "engagement_task",
  pack: "crm-marketing",
  key: ["engagement_id"],
  description: "One row per task that a seller took on. One in seven is never done.",
  rows: { classroom: 3000, full: 30000 },
  faults: [],
  quiet: true,
  columns: {
    engagement_id: bigint("The engagement.", { references: "hubspot.engagement.id" }),
    status: text("Whether it was done.", { values: ["COMPLETED", "NOT_STARTED"] }),
    due_at: timestamp("When it is due, in UTC; may lie ahead."),
    completed_at: timestamp("When it was done, in UTC; empty while it is not."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const engagementContact = {
  system: "hubspot",
  table: "engagement_contact",
  pack: "crm-marketing",
  key: ["engagement_id", "contact_id"],
  description: "One row per engagement and the person it was with.",
  rows: { classroom: 34000, full: 340000 },
  faults: [],
  quiet: true,
  columns: {
    engagement_id: bigint("The engagement.", { references: "hubspot.engagement.id" }),
    contact_id: bigint("The person.", { references: "hubspot.contact.id" }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const engagementCompany = {
  system: "hubspot",
  table: "engagement_company",
  pack: "crm-marketing",
  key: ["engagement_id", "company_id"],
  description: "One row per engagement and the company of the person; none for people without a company.",
  rows: { classroom: 30000, full: 300000 },
  faults: [],
  quiet: true,
  columns: {
    engagement_id: bigint("The engagement.", { references: "hubspot.engagement.id" }),
    company_id: bigint("The company.", { references: "hubspot.company.id" }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const engagementDeal = {
  system: "hubspot",
  table: "engagement_deal",
  pack: "crm-marketing",
  key: ["engagement_id", "deal_id"],
  description:
    "One row per engagement around a deal. What was done before there was a deal, and care of customers, has none.",
  rows: { classroom: 22000, full: 220000 },
  faults: [],
  quiet: true,
  columns: {
    engagement_id: bigint("The engagement.", { references: "hubspot.engagement.id" }),
    deal_id: bigint("The deal.", { references: "hubspot.deal.deal_id" }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const ticket = {
  system: "hubspot",
  table: "ticket",
  pack: "crm-marketing",
  key: ["id"],
  description:
    "One row per support ticket that sales can see: copies of the urgent and the commercial ones. All tickets are in app_database.support_tickets.",
  rows: { classroom: 4000, full: 40000 },
  faults: ["F11"],
  columns: {
    id: bigint("HubSpot's number: 901000000 plus the number of the ticket in the application."),
    property_subject: text("What the customer wrote into the subject line."),
    property_hs_ticket_priority: text("How soon it must be answered.", { values: ["LOW", "MEDIUM", "HIGH", "URGENT"] }),
    property_hs_pipeline_stage: bigint("Where the ticket stands.", {
      references: "hubspot.ticket_pipeline_stage.stage_id",
    }),
    property_createdate: timestamp("When the ticket came in, in UTC."),
    property_closed_date: timestamp("When it was settled, in UTC; empty while it is open."),
    property_first_agent_reply_date: timestamp("When the desk first answered, in UTC; empty until then."),
    is_deleted: flag("True when somebody deleted the copy in HubSpot; the row stays."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const ticketCompany = {
  system: "hubspot",
  table: "ticket_company",
  pack: "crm-marketing",
  key: ["ticket_id", "company_id"],
  description: "One row per copied ticket and the company that wrote it.",
  rows: { classroom: 4000, full: 40000 },
  faults: [],
  columns: {
    ticket_id: bigint("The ticket.", { references: "hubspot.ticket.id" }),
    company_id: bigint("The company.", { references: "hubspot.company.id" }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const ticketPipelineStage = {
  system: "hubspot",
  table: "ticket_pipeline_stage",
  pack: "crm-marketing",
  key: ["stage_id"],
  description: "One row per stage of a ticket.",
  rows: { classroom: 5, full: 5 },
  faults: [],
  columns: {
    stage_id: bigint("HubSpot's number of the stage."),
    label: text("Name of the stage."),
    display_order: smallint("Place in the pipeline, from 0."),
    is_closed: flag("True for stages in which nobody waits for an answer."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const form = {
  system: "hubspot",
  table: "form",
  pack: "crm-marketing",
  key: ["guid"],
  description: "One row per form of the web site. Only the trial form makes an account; all others make leads.",
  rows: { classroom: 9, full: 12 },
  faults: [],
  columns: {
    guid: text("HubSpot's id of the form."),
    name: text("Heading of the form as visitors see it."),
    form_type: text("What the form is for.", { values: ["registration", "sales", "content", "subscription"] }),
    created_at: timestamp("When the form was made, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const contactFormSubmission = {
  system: "hubspot",
  table: "contact_form_submission",
  pack: "crm-marketing",
  key: ["contact_id", "timestamp", "form_id"],
  description:
    "One row per form that somebody sent: a lead. The cookie in anonymous_id leads to the visit in which it was sent and to the earlier ones, so a contact's way through the web site can be told.",
  rows: { classroom: 6500, full: 65000 },
  faults: [],
  quiet: true,
  columns: {
    contact_id: bigint("The contact who sent the form.", { references: "hubspot.contact.id" }),
    timestamp: timestamp("When the form was sent, in UTC."),
    form_id: text("The form that was sent.", { references: "hubspot.form.guid" }),
    page_url: text("Address of the page with the form."),
    title: text("Heading of the form at that time."),
    anonymous_id: text("Cookie of the visitor, as in app_database.web_sessions."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const contactList = {
  system: "hubspot",
  table: "contact_list",
  pack: "crm-marketing",
  key: ["id"],
  description:
    "One row per list of contacts. Dynamic lists follow a rule, the others were filled by hand after an event.",
  rows: { classroom: 24, full: 40 },
  faults: [],
  columns: {
    id: bigint("HubSpot's number of the list."),
    name: text("Name of the list."),
    is_dynamic: flag("True when contacts come onto the list by a rule."),
    created_at: timestamp(
      "When the list was made, in UTC; members of a dynamic list may have joined by rule before it was looked at.",
    ),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const contactListMember = {
  system: "hubspot",
  table: "contact_list_member",
  pack: "crm-marketing",
  key: ["contact_list_id", "contact_id"],
  description: "One row per contact on a list. Nobody is taken off: check the opt-out of the contact before you mail.",
  rows: { classroom: 18000, full: 180000 },
  faults: [],
  quiet: true,
  columns: {
    contact_list_id: bigint("The list.", { references: "hubspot.contact_list.id" }),
    contact_id: bigint("The contact on it.", { references: "hubspot.contact.id" }),
    added_at: timestamp("When the contact came onto the list, in UTC; lists are filled at two in the morning."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const emailCampaign = {
  system: "hubspot",
  table: "email_campaign",
  pack: "crm-marketing",
  key: ["id"],
  description:
    "One row per product letter that HubSpot sends to people who use the application. Newsletters and launches are sent by another tool.",
  rows: { classroom: 60, full: 90 },
  faults: [],
  quiet: true,
  columns: {
    id: bigint("HubSpot's number of the letter."),
    name: text("Name of the letter, with its month."),
    subject: text("Subject line."),
    type: text("How it is sent.", { values: ["BATCH_EMAIL"] }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const emailEvent = {
  system: "hubspot",
  table: "email_event",
  pack: "crm-marketing",
  key: ["id"],
  description:
    "One row per thing that happened to a copy of a product letter. A letter may be delivered and never opened; opens are counted once for each person.",
  rows: { classroom: 40000, full: 400000 },
  faults: [],
  quiet: true,
  columns: {
    id: bigint("Number of the event, given in order of time."),
    email_campaign_id: bigint("The letter.", { references: "hubspot.email_campaign.id" }),
    recipient: text("Address to which it was sent; the e-mail of a contact."),
    type: text("What happened; STATUSCHANGE is an opt-out.", {
      values: ["SENT", "DELIVERED", "OPEN", "CLICK", "BOUNCE", "SPAMREPORT", "STATUSCHANGE"],
    }),
    created: timestamp("When it happened, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const marketingQualifiedLead = {
  system: "hubspot",
  table: "marketing_qualified_lead",
  pack: "crm-marketing",
  key: ["id"],
  description:
    "One row per contact whose score reached 60, written by the scoring tool on that day. Self-service customers qualify too, although sales never calls them.",
  rows: { classroom: 4600, full: 46000 },
  faults: [],
  quiet: true,
  columns: {
    id: bigint("Number of the qualified lead, given in order of qualification."),
    contact_id: bigint("The contact who qualified.", { references: "hubspot.contact.id" }),
    mql_date: date("Day on which the score reached 60."),
    mql_score: smallint("Score at that moment.", { unit: "points" }),
    lead_source: text("Channel of the last visit before the first form, or how the contact was entered.", {
      values: [
        "organic_search",
        "direct",
        "referral",
        "partner",
        "email",
        "paid_search",
        "paid_search_brand",
        "paid_social",
        "retargeting",
        "linkedin",
      ],
    }),
    campaign_ref: text("Name of the campaign of that visit, as in utm_campaign; empty when none led to it."),
    disqualified_reason: text("Why sales declined the lead, known two weeks later; empty when it did not.", {
      values: ["outside_service_area", "too_small", "no_response", "competitor", "student"],
    }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;
