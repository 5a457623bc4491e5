/* oxlint-disable */
// Generated: `npm run client` writes it anew.
export interface paths {
    "/api/v3/sitemap/scan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a scan of a site
         * @description Finds every sitemap of the site and reads them all. One scan of a domain is live at a time: while one is, the answer is 409 with its `job_id` and `status_url`.
         */
        post: operations["submitScan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/sitemap/status/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a scan stands
         * @description With `wait`, the answer comes when the scan has ended or the time is over.
         */
        get: operations["getScanStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/sitemap/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List scans, newest first */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/sitemap/job-counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count scans by status
         * @description Without canaries. Of one domain the numbers are exact.
         */
        get: operations["countJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/sitemap/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how many scans ended in each stretch of time
         * @description Oldest first, also where nothing ended. Without canaries.
         */
        get: operations["listActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/sitemap/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the transitions of all scans, newest first
         * @description Of scans alone, not of their tasks. Without canaries.
         */
        get: operations["listRecentEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/sitemap/jobs/{job_id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Say in words who owes the next step of a scan, or why it ended as it did */
        get: operations["explainJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/sitemap/jobs/{job_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a scan */
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/sitemap/jobs/{job_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a scan like one that has ended */
        post: operations["retryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/sitemap/jobs/{job_id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List or export the sitemap files of a scan, and how each one went
         * @description The format is `format`, else what `Accept` prefers. json comes in pages with a cursor. ndjson, csv (RFC
         *     4180), txt (one URL a line) and xml (a urlset of pages, a sitemapindex of files) are each one stream of
         *     all there is from the cursor on; a stream that fails is broken off, never ended. In csv a cell that a
         *     spreadsheet would take for a formula has an apostrophe in front. xml holds more than the 50,000 URLs that
         *     the sitemap protocol allows when there are more: ask for it in parts then.
         */
        get: operations["listJobFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/sitemap/jobs/{job_id}/pages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List or export the pages that a scan saw
         * @description A page knows the last scan that saw it, changed it or missed it: of a scan that others followed, this
         *     lists what was there when it ended and was seen since. `removed_in` with the scan itself lists what it found
         *     gone.
         *
         *     The format is `format`, else what `Accept` prefers. json comes in pages with a cursor. ndjson, csv (RFC
         *     4180), txt (one URL a line) and xml (a urlset of pages, a sitemapindex of files) are each one stream of
         *     all there is from the cursor on; a stream that fails is broken off, never ended. In csv a cell that a
         *     spreadsheet would take for a formula has an apostrophe in front. xml holds more than the 50,000 URLs that
         *     the sitemap protocol allows when there are more: ask for it in parts then.
         */
        get: operations["listJobPages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/domains/{domain}/pages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List or export the pages that the sitemaps of a domain list now
         * @description With `removed_in`: those that this scan found gone.
         *
         *     The format is `format`, else what `Accept` prefers. json comes in pages with a cursor. ndjson, csv (RFC
         *     4180), txt (one URL a line) and xml (a urlset of pages, a sitemapindex of files) are each one stream of
         *     all there is from the cursor on; a stream that fails is broken off, never ended. In csv a cell that a
         *     spreadsheet would take for a formula has an apostrophe in front. xml holds more than the 50,000 URLs that
         *     the sitemap protocol allows when there are more: ask for it in parts then.
         */
        get: operations["listDomainPages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/domains/{domain}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List or export the sitemap files of a domain, as its last ended scan found them
         * @description The format is `format`, else what `Accept` prefers. json comes in pages with a cursor. ndjson, csv (RFC
         *     4180), txt (one URL a line) and xml (a urlset of pages, a sitemapindex of files) are each one stream of
         *     all there is from the cursor on; a stream that fails is broken off, never ended. In csv a cell that a
         *     spreadsheet would take for a formula has an apostrophe in front. xml holds more than the 50,000 URLs that
         *     the sitemap protocol allows when there are more: ask for it in parts then.
         */
        get: operations["listDomainFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/sitemap/jobs/{job_id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare what the sitemaps listed after two scans of a domain
         * @description Exact, or refused: pages remember their last return and their last change alone, so that two scans
         *     that others followed cannot always be compared. The latest scan and the one before it always can.
         */
        get: operations["diffJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/sitemap/jobs/{job_id}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what is wrong with the sitemaps that a scan read, and what to do about it
         * @description Counted while the files are read, and as it was then: later scans change nothing of it. What was not found is left out.
         */
        get: operations["auditJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/sitemap/jobs/{job_id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a scan live, as server-sent events
         * @description `event`: a transition, as `…/events` lists them; the history first. `file`: a file that ended.
         *     `progress`: the job, whenever it has moved. `end`: the job has ended; nothing follows. With `Last-Event-ID` the
         *     stream goes on behind that event: no `event` and no `file` comes twice, and none is left out. Asked for again
         *     after `end`, it answers 204, which tells browsers not to ask again.
         */
        get: operations["streamJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/sitemap/jobs/{job_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what became of a scan and its tasks, step by step */
        get: operations["listJobEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List domains, newest first */
        get: operations["listDomains"];
        put?: never;
        /**
         * Have many domains scanned when there is room
         * @description As JSON up to 100 kB; as NDJSON (a row is a JSON string or an object) or CSV (`domain` or
         *     `domain,every`; a first line with these names is passed over; a quoted cell ends on its line) up to
         *     100,000 rows and 64 MB, gzipped or not. A row of over 4 kB is invalid, blank lines are passed over.
         *
         *     Rows are committed a thousand at a time, and answered while the next are read; whoever reads the answer only
         *     after sending all may do so. A first fault of the whole is a problem as everywhere; after the first answer the
         *     connection is broken off, and there is no summary: what was answered is done, and the same rows may be sent
         *     again, as nothing is queued twice. A body has ten minutes to arrive.
         */
        post: operations["importDomains"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/domains/{domain}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See how a domain stands */
        get: operations["getDomain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/domains/{domain}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what each scan of a domain came to
         * @description The last `limit` scans that have ended, oldest first.
         */
        get: operations["listDomainHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/domains/{domain}/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a domain scanned when there is room
         * @description The intake makes a scan of it within seconds, at its own pace.
         */
        post: operations["queueDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/domains/{domain}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Have a domain scanned again and again, or no more */
        put: operations["scheduleDomain"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/intake/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make one pass of the intake now
         * @description Workers make one every second by themselves.
         */
        post: operations["runIntake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhooks, oldest first */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Have events posted to an address
         * @description At most 100 of them. The answer shows the secret, and no other does.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See how a webhook stands */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /** Delete a webhook, with its deliveries */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change a webhook
         * @description To enable one that was disabled lets go of the deliveries that waited.
         */
        patch: operations["changeWebhook"];
        trace?: never;
    };
    "/api/v3/webhooks/{webhook_id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a new secret sign
         * @description The one that was there signs beside it for 24 hours. An even older one does not.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/webhooks/{webhook_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have an event of type `webhook.test` posted */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/webhooks/{webhook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was posted and is to be, newest first */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/webhooks/deliveries/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See a delivery, its event and all its attempts */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/webhooks/deliveries/{delivery_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have the same event posted again
         * @description As a delivery of its own, with the same `webhook-id`.
         */
        post: operations["replayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List keys, newest first
         * @description The newest 1,000.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make a key
         * @description The answer is the only place where the secret ever stands: keep it.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/keys/{key_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a key worthless, at once and for good */
        post: operations["revokeKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List administrative acts, newest first */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who am I, and what may I do? */
        get: operations["getSession"];
        put?: never;
        /**
         * Sign a browser in with a key
         * @description Sets a cookie that stands for the key for twelve hours.
         */
        post: operations["signIn"];
        /** Sign a browser out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page on which a browser signs in */
        get: operations["showSignIn"];
        put?: never;
        /** Sign a browser in by the form of that page */
        post: operations["submitSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the process alive? */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Are scans accepted? */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is every promise kept? */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List workers and what each is at
         * @description Those that are alive first. Those that are gone are told of for an hour.
         */
        get: operations["listWorkers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a problem means, and what to do about it */
        get: operations["getProblem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/robots.txt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keeps crawlers away, but for the scan that the system makes of itself */
        get: operations["getRobots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/canary/sitemap.xml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tiny site that the system scans round the clock to prove that it can */
        get: operations["getCanarySitemap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "scan.complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A scan is complete
         * @description Signed as Standard Webhooks has it; see `docs/webhooks.md`.
         */
        post: operations["on.scan.complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "scan.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A scan has failed
         * @description Signed as Standard Webhooks has it; see `docs/webhooks.md`.
         */
        post: operations["on.scan.failed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "domain.changed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A scan found pages new, changed or gone
         * @description Signed as Standard Webhooks has it; see `docs/webhooks.md`.
         */
        post: operations["on.domain.changed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "webhook.test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Somebody tries a webhook
         * @description Signed as Standard Webhooks has it; see `docs/webhooks.md`.
         */
        post: operations["on.webhook.test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        ScanRequest: {
            /** @description A bare domain, an origin or a deep URL. */
            base_url: string;
            /** @description Distinct pages stored at most; the server has a default and a limit. */
            max_pages?: number;
            /** @description Read these and nothing else, instead of looking for sitemaps. */
            sitemap_urls?: string[];
            /** @description Default `any`: a sitemap may list pages of other hosts, and they are flagged `foreign_host`. */
            page_hosts?: components["schemas"]["PageHosts"];
        };
        /**
         * @description Whose pages a scan stores: those of the site's own host (www and the bare name are one), of its registrable domain, or of any. What is left out is counted on its file as `foreign_host`.
         * @enum {string}
         */
        PageHosts: "same-host" | "same-domain" | "any";
        ScanAccepted: {
            /** Format: uuid */
            job_id: string;
            status_url: string;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            code: string;
            detail?: string;
            instance: string;
            errors?: {
                path: string;
                message: string;
            }[];
            /** Format: uuid */
            job_id?: string;
            status_url?: string;
        } & {
            [key: string]: unknown;
        };
        ScanStatus: {
            /** Format: uuid */
            job_id: string;
            status: components["schemas"]["JobStatus"];
            domain: string;
            source: components["schemas"]["JobSource"];
            /** @description 0 to 1, never falling; 1 exactly when the job is finished. */
            progress: number;
            /** Format: date-time */
            created_at: string;
            started_at: string | null;
            finished_at: string | null;
            max_pages: number;
            result: components["schemas"]["ScanResult"];
            error: {
                code: string;
                message: string;
            } | null;
            metadata: {
                /** @description The first files of the scan, 100 at most; `…/files` has them all. */
                sitemaps: {
                    url: string;
                    kind: string;
                    outcome: string | null;
                }[];
            };
        };
        /** @enum {string} */
        JobStatus: "pending" | "running" | "complete" | "failed" | "cancelled";
        /** @enum {string} */
        JobSource: "api" | "intake" | "cli" | "canary" | "sql";
        ScanResult: {
            sitemaps_found: number;
            sitemaps_read: number;
            sitemaps_failed: number;
            pages_found: number;
            /** @description Pages that were not there at the last scan. */
            pages_new: number;
            /** @description Pages whose lastmod moved. */
            pages_changed: number;
            /** @description Pages that no file lists any more. */
            pages_removed: number;
            /** @description Limits that kept the scan from taking all there is: `max_pages`, `max_depth`, `max_files`. */
            limits_hit: string[];
        };
        Job: {
            /** Format: uuid */
            job_id: string;
            status: components["schemas"]["JobStatus"];
            domain: string;
            source: components["schemas"]["JobSource"];
            /** @description 0 to 1, never falling; 1 exactly when the job is finished. */
            progress: number;
            /** Format: date-time */
            created_at: string;
            started_at: string | null;
            finished_at: string | null;
            max_pages: number;
            result: components["schemas"]["ScanResult"];
            error: {
                code: string;
                message: string;
            } | null;
        };
        JobCounts: {
            pending: number;
            running: number;
            complete: number;
            failed: number;
            cancelled: number;
            /** @description Those that have ended are what the statistics of the database say. */
            estimated: boolean;
        };
        Activity: {
            data: components["schemas"]["ActivityBucket"][];
        };
        ActivityBucket: {
            /**
             * Format: date-time
             * @description When it begins.
             */
            at: string;
            complete: number;
            failed: number;
            cancelled: number;
            pages_found: number;
        };
        ScanTransition: {
            id: string;
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            job_id: string;
            domain: string;
            from: components["schemas"]["JobStatus"] | null;
            to: components["schemas"]["JobStatus"];
            reason: string | null;
            actor: string;
        };
        Explanation: {
            /** Format: uuid */
            job_id: string;
            status: string;
            summary: string;
            details: string[];
        };
        SitemapFile: {
            id: string;
            parent_id: string | null;
            url: string;
            final_url: string | null;
            /** @enum {string} */
            discovered_via: "robots" | "well_known" | "html" | "index" | "request";
            depth: number;
            /** @enum {string} */
            kind: "urlset" | "index" | "text" | "rss" | "atom" | "unknown";
            /** @enum {string} */
            status: "pending" | "complete" | "failed" | "skipped" | "cancelled";
            outcome: string | null;
            detail: string | null;
            http_status: number | null;
            content_type: string | null;
            encoding: string | null;
            compressed_bytes: number | null;
            bytes: number | null;
            entries: number;
            pages_found: number;
            /** @description Files of which it is the parent. */
            children: number;
            entries_rejected: {
                [key: string]: number;
            };
            warnings: {
                [key: string]: number;
            };
            truncated: boolean;
            partial: boolean;
            duration_ms: number | null;
            /** Format: date-time */
            created_at: string;
            finished_at: string | null;
        };
        Page: {
            url: string;
            lastmod: string | null;
            lastmod_raw: string | null;
            changefreq: string | null;
            priority: number | null;
            extensions: unknown;
            sitemap_file_id: string;
            foreign_host: boolean;
            /** Format: date-time */
            first_seen_at: string;
            /** Format: date-time */
            last_seen_at: string;
            removed_at: string | null;
        };
        ScanDiff: {
            data: components["schemas"]["ChangedPage"][];
            has_more: boolean;
            next: string | null;
            /** Format: uuid */
            job_id: string;
            /** Format: uuid */
            against: string;
            counts: {
                new: number;
                removed: number;
                changed: number;
            } | null;
        };
        ChangedPage: {
            url: string;
            lastmod: string | null;
            lastmod_raw: string | null;
            changefreq: string | null;
            priority: number | null;
            extensions: unknown;
            sitemap_file_id: string;
            foreign_host: boolean;
            /** Format: date-time */
            first_seen_at: string;
            /** Format: date-time */
            last_seen_at: string;
            removed_at: string | null;
            /** @enum {string} */
            change: "new" | "removed" | "changed";
        };
        Audit: {
            /** Format: uuid */
            job_id: string;
            domain: string;
            status: components["schemas"]["JobStatus"];
            /** @description The scan has ended: nothing more is found. */
            complete: boolean;
            files: number;
            pages: number;
            /** @description By severity, then by count. */
            findings: components["schemas"]["AuditFinding"][];
        };
        AuditFinding: {
            /** @enum {string} */
            code: "over_50000_entries" | "over_50mb" | "entries_rejected" | "child_failed" | "duplicate_in_file" | "http_among_https" | "foreign_host" | "lastmod_future" | "lastmod_unreadable" | "lastmod_all_equal" | "redirected" | "page_in_several_files" | "lastmod_missing" | "not_compressed";
            /** @enum {string} */
            severity: "error" | "warning" | "notice";
            title: string;
            advice: string;
            /** @description Of `entries_rejected` why; of `child_failed` the outcome of the files. */
            reason: string | null;
            /** @description Entries, or files where the finding is about files. */
            count: number;
            /** @description Files in which it was found. */
            files: number;
            examples: {
                file_url: string;
                /** @description The entry; null where the file itself is meant, or the entry has no URL. */
                url: string | null;
                /** @description What was found; of `entries_rejected` the address as it is written. */
                detail: string | null;
            }[];
        };
        JobEvent: {
            id: string;
            task_id: string | null;
            kind: ("discover" | "sitemap") | null;
            url: string | null;
            from: string | null;
            to: string;
            generation: number | null;
            lease: number | null;
            reason: string | null;
            actor: string;
            /** Format: date-time */
            at: string;
        };
        ImportRow: string | {
            domain: string;
            every?: string | null;
        };
        ImportRequest: components["schemas"]["ImportRow"][] | {
            domains: components["schemas"]["ImportRow"][];
        };
        ImportLine: components["schemas"]["ImportedRow"] | components["schemas"]["ImportSummary"];
        ImportedRow: {
            row: number;
            domain: string | null;
            /** @enum {string} */
            verdict: "queued" | "already_queued" | "in_progress" | "invalid" | "duplicate";
            /** @enum {string} */
            code?: "malformed_row" | "row_too_long" | "invalid_domain" | "target_not_public" | "invalid_interval" | "too_many_rows";
            message?: string;
        };
        ImportSummary: {
            summary: {
                rows: number;
                queued: number;
                already_queued: number;
                in_progress: number;
                invalid: number;
                duplicate: number;
                complete: boolean;
            };
        };
        /** @enum {string} */
        DomainStatus: "new" | "queued" | "submitted" | "processing" | "complete" | "failed";
        Domain: {
            domain: string;
            status: components["schemas"]["DomainStatus"];
            error: string | null;
            latest_job_id: string | null;
            schedule: {
                every: string | null;
                next_scan_at: string | null;
            };
            queued_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        DomainDetail: {
            domain: string;
            status: components["schemas"]["DomainStatus"];
            error: string | null;
            latest_job_id: string | null;
            schedule: {
                every: string | null;
                next_scan_at: string | null;
            };
            queued_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            latest_job: components["schemas"]["Job"] | null;
        };
        DomainHistory: {
            data: components["schemas"]["ScanInHistory"][];
        };
        ScanInHistory: {
            /** Format: uuid */
            job_id: string;
            status: components["schemas"]["JobStatus"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            finished_at: string;
            sitemaps_found: number;
            sitemaps_failed: number;
            pages_found: number;
            pages_new: number;
            pages_changed: number;
            pages_removed: number;
        };
        ScheduleRequest: {
            every: components["schemas"]["ScanInterval"] | null;
        };
        ScanInterval: string;
        IntakePass: {
            taken: number;
            queued: number;
        };
        WebhookRequest: {
            /**
             * Format: uri
             * @description https, and on the public internet.
             */
            url: string;
            events: components["schemas"]["WebhookEvent"][];
            description?: string | null;
            /** @description Default true. */
            enabled?: boolean;
        };
        /** @enum {string} */
        WebhookEvent: "scan.complete" | "scan.failed" | "domain.changed";
        WebhookWithSecret: {
            /** Format: uuid */
            id: string;
            url: string;
            events: components["schemas"]["WebhookEvent"][];
            description: string | null;
            enabled: boolean;
            disabled: {
                /** @enum {string} */
                reason: "asked" | "gone" | "failing";
                /** Format: date-time */
                at: string;
            } | null;
            /** @description Since when every attempt has failed; null when the latest did not. */
            failing_since: string | null;
            /** @description Until when the secret that was replaced signs as well; null when none does. */
            old_secret_until: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            secret: string;
        };
        Webhook: {
            /** Format: uuid */
            id: string;
            url: string;
            events: components["schemas"]["WebhookEvent"][];
            description: string | null;
            enabled: boolean;
            disabled: {
                /** @enum {string} */
                reason: "asked" | "gone" | "failing";
                /** Format: date-time */
                at: string;
            } | null;
            /** @description Since when every attempt has failed; null when the latest did not. */
            failing_since: string | null;
            /** @description Until when the secret that was replaced signs as well; null when none does. */
            old_secret_until: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        WebhookChange: {
            /**
             * Format: uri
             * @description https, and on the public internet.
             */
            url?: string;
            events?: components["schemas"]["WebhookEvent"][];
            description?: string | null;
            /** @description Default true. */
            enabled?: boolean;
        };
        Delivery: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            webhook_id: string;
            /**
             * Format: uuid
             * @description What receivers find in `webhook-id`: the same for each attempt and replay.
             */
            event_id: string;
            /** @enum {string} */
            type: "scan.complete" | "scan.failed" | "domain.changed" | "webhook.test";
            job_id: string | null;
            /** @description The delivery that this one sends again. */
            replay_of: string | null;
            status: components["schemas"]["DeliveryStatus"];
            reason: string | null;
            /** @description Attempts that were made. */
            attempts: number;
            /** @description Null when none follows. */
            next_attempt_at: string | null;
            last_attempt: components["schemas"]["DeliveryAttempt"] | null;
            /** Format: date-time */
            created_at: string;
            finished_at: string | null;
        };
        /** @enum {string} */
        DeliveryStatus: "held" | "pending" | "running" | "delivered" | "failed" | "cancelled";
        DeliveryAttempt: {
            number: number;
            /** Format: date-time */
            started_at: string;
            duration_ms: number;
            /** @description Null when nobody answered. */
            response_status: number | null;
            /** @description The first 1,000 characters. */
            response_body: string | null;
            error: {
                code: string;
                message: string;
            } | null;
        };
        DeliveryDetail: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            webhook_id: string;
            /**
             * Format: uuid
             * @description What receivers find in `webhook-id`: the same for each attempt and replay.
             */
            event_id: string;
            /** @enum {string} */
            type: "scan.complete" | "scan.failed" | "domain.changed" | "webhook.test";
            job_id: string | null;
            /** @description The delivery that this one sends again. */
            replay_of: string | null;
            status: components["schemas"]["DeliveryStatus"];
            reason: string | null;
            /** @description Attempts that were made. */
            attempts: number;
            /** @description Null when none follows. */
            next_attempt_at: string | null;
            last_attempt: components["schemas"]["DeliveryAttempt"] | null;
            /** Format: date-time */
            created_at: string;
            finished_at: string | null;
            event: {
                type: string;
                /** Format: date-time */
                timestamp: string;
                data: unknown;
            };
            attempt_log: components["schemas"]["DeliveryAttempt"][];
        };
        KeyRequest: {
            owner: string;
            scopes: components["schemas"]["Scope"][];
            expires_in?: string;
        };
        /** @enum {string} */
        Scope: "scans:read" | "scans:write" | "admin";
        NewKey: {
            /** Format: uuid */
            id: string;
            prefix: string;
            owner: string;
            scopes: components["schemas"]["Scope"][];
            /** Format: date-time */
            created_at: string;
            expires_at: string | null;
            revoked_at: string | null;
            last_used_at: string | null;
            key: string;
        };
        KeyList: {
            data: components["schemas"]["ApiKey"][];
        };
        ApiKey: {
            /** Format: uuid */
            id: string;
            prefix: string;
            owner: string;
            scopes: components["schemas"]["Scope"][];
            /** Format: date-time */
            created_at: string;
            expires_at: string | null;
            revoked_at: string | null;
            last_used_at: string | null;
        };
        AuditEvent: {
            id: string;
            /** Format: date-time */
            at: string;
            actor: string;
            key_id: string | null;
            action: string;
            subject: string | null;
            request_id: string | null;
            status: number | null;
        };
        SessionRequest: {
            key: string;
        };
        Session: {
            owner: string | null;
            scopes: components["schemas"]["Scope"][];
            signed_in: boolean;
        };
        Liveness: {
            /** @constant */
            live: true;
        };
        Readiness: {
            /** @constant */
            ready: true;
            stores: {
                database: {
                    ok: boolean;
                    kind: string;
                    detail: string;
                };
                broker: {
                    ok: boolean;
                    kind: string;
                    detail: string;
                };
            };
        };
        Health: {
            ok: boolean;
            words: string[];
            stores: {
                database: {
                    ok: boolean;
                    kind: string;
                    detail: string;
                };
                broker: {
                    ok: boolean;
                    kind: string;
                    detail: string;
                };
            };
            workers: components["schemas"]["WorkerSeen"][];
            violations: components["schemas"]["Violation"][];
            loops: components["schemas"]["LoopSeen"][];
            canary: components["schemas"]["CanarySeen"] | null;
            oldest_pending_seconds: number | null;
            paused: boolean | null;
        };
        WorkerSeen: {
            id: string;
            host: string;
            pid: number;
            version: string;
            /** Format: date-time */
            last_seen_at: string;
            alive: boolean;
            current_tasks: number;
        };
        Violation: {
            code: string;
            subject: string;
            subject_id: string;
            since: string | null;
            detail: string;
        };
        LoopSeen: {
            name: string;
            last_success_at: string | null;
            seconds_since_success: number | null;
        };
        CanarySeen: {
            age_seconds: number | null;
            latency_seconds: number | null;
            live_for_seconds: number | null;
        };
        WorkerList: {
            data: components["schemas"]["Worker"][];
        };
        Worker: {
            id: string;
            host: string;
            pid: number;
            version: string;
            /** Format: date-time */
            last_seen_at: string;
            alive: boolean;
            current_tasks: number;
            /** Format: date-time */
            started_at: string;
            /** @description When it said good-bye; null when it did not. */
            stopped_at: string | null;
            tasks: {
                /** Format: uuid */
                task_id: string;
                /** Format: uuid */
                job_id: string;
                domain: string;
                /** @enum {string} */
                kind: "discover" | "sitemap";
                /** @description The file that is read; null while files are sought. */
                url: string | null;
                started_at: string | null;
                lease_until: string | null;
            }[];
        };
        ProblemType: {
            type: string;
            code: string;
            status: number | null;
            title: string;
            advice: string;
        };
        ScanEvent: {
            type: components["schemas"]["WebhookEvent"];
            /** Format: date-time */
            timestamp: string;
            data: {
                /** Format: uuid */
                job_id: string;
                status: components["schemas"]["JobStatus"];
                domain: string;
                source: components["schemas"]["JobSource"];
                /** @description 0 to 1, never falling; 1 exactly when the job is finished. */
                progress: number;
                /** Format: date-time */
                created_at: string;
                started_at: string | null;
                finished_at: string | null;
                max_pages: number;
                result: components["schemas"]["ScanResult"];
                error: {
                    code: string;
                    message: string;
                } | null;
                status_url: string;
            };
        };
        TestEvent: {
            /** @constant */
            type: "webhook.test";
            /** Format: date-time */
            timestamp: string;
            data: {
                /** Format: uuid */
                webhook_id: string;
            };
        };
    };
    responses: {
        /** @description `invalid_request`: The request is not valid. `malformed_json`: The body is not valid JSON. `invalid_domain`: This is not the name of a site. `target_not_public`: This address is not on the public internet. */
        "invalid_request.malformed_json.invalid_domain.target_not_public": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid_request" | "malformed_json" | "invalid_domain" | "target_not_public";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /** @description `unauthorized`: A key is needed. */
        unauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "WWW-Authenticate": components["headers"]["Challenge"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "unauthorized";
                    /** @enum {integer} */
                    status?: 401;
                };
            };
        };
        /** @description `insufficient_scope`: The key may not do this. `forbidden`: Not allowed from here. */
        "insufficient_scope.forbidden": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "insufficient_scope" | "forbidden";
                    /** @enum {integer} */
                    status?: 403;
                };
            };
        };
        /** @description `idempotency_in_flight`: The same request is being done. `scan_in_progress`: A scan of this domain is in progress. */
        "idempotency_in_flight.scan_in_progress": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "idempotency_in_flight" | "scan_in_progress";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /** @description `body_too_large`: The body is too large. */
        body_too_large: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "body_too_large";
                    /** @enum {integer} */
                    status?: 413;
                };
            };
        };
        /** @description `unsupported_media_type`: The body is of a type that is not read here. */
        unsupported_media_type: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "unsupported_media_type";
                    /** @enum {integer} */
                    status?: 415;
                };
            };
        };
        /** @description `misdirected_request`: The service does not answer under this name. */
        misdirected_request: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "misdirected_request";
                    /** @enum {integer} */
                    status?: 421;
                };
            };
        };
        /** @description `idempotency_key_reused`: The idempotency key stands for another request. */
        idempotency_key_reused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "idempotency_key_reused";
                    /** @enum {integer} */
                    status?: 422;
                };
            };
        };
        /** @description `rate_limited`: Too many requests. `too_many_live_scans`: Too many scans of this key are live. */
        "rate_limited.too_many_live_scans": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "rate_limited" | "too_many_live_scans";
                    /** @enum {integer} */
                    status?: 429;
                };
            };
        };
        /** @description `internal_error`: The server failed. */
        internal_error: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "internal_error";
                    /** @enum {integer} */
                    status?: 500;
                };
            };
        };
        /** @description `not_ready`: The service is not ready. */
        not_ready: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "not_ready";
                    /** @enum {integer} */
                    status?: 503;
                };
            };
        };
        /** @description `invalid_request`: The request is not valid. */
        invalid_request: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid_request";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /** @description `insufficient_scope`: The key may not do this. */
        insufficient_scope: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "insufficient_scope";
                    /** @enum {integer} */
                    status?: 403;
                };
            };
        };
        /** @description `rate_limited`: Too many requests. */
        rate_limited: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "rate_limited";
                    /** @enum {integer} */
                    status?: 429;
                };
            };
        };
        /** @description `job_not_found`: No such job. */
        job_not_found: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "job_not_found";
                    /** @enum {integer} */
                    status?: 404;
                };
            };
        };
        /** @description `invalid_request`: The request is not valid. `invalid_cursor`: The cursor is not one of ours. `invalid_domain`: This is not the name of a site. */
        "invalid_request.invalid_cursor.invalid_domain": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid_request" | "invalid_cursor" | "invalid_domain";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /** @description `invalid_request`: The request is not valid. `invalid_domain`: This is not the name of a site. */
        "invalid_request.invalid_domain": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid_request" | "invalid_domain";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /** @description `invalid_request`: The request is not valid. `invalid_cursor`: The cursor is not one of ours. */
        "invalid_request.invalid_cursor": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid_request" | "invalid_cursor";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /** @description `idempotency_in_flight`: The same request is being done. `job_not_live`: The job has ended already. */
        "idempotency_in_flight.job_not_live": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "idempotency_in_flight" | "job_not_live";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /** @description `idempotency_in_flight`: The same request is being done. `job_not_finished`: The job has not ended yet. `invalid_params`: What the job asked for makes no sense. `scan_in_progress`: A scan of this domain is in progress. */
        "idempotency_in_flight.job_not_finished.invalid_params.scan_in_progress": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "idempotency_in_flight" | "job_not_finished" | "invalid_params" | "scan_in_progress";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /** @description `invalid_request`: The request is not valid. `job_not_of_domain`: The job is not one of this domain. `invalid_cursor`: The cursor is not one of ours. */
        "invalid_request.job_not_of_domain.invalid_cursor": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid_request" | "job_not_of_domain" | "invalid_cursor";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /** @description `invalid_request`: The request is not valid. `invalid_domain`: This is not the name of a site. `job_not_of_domain`: The job is not one of this domain. `invalid_cursor`: The cursor is not one of ours. */
        "invalid_request.invalid_domain.job_not_of_domain.invalid_cursor": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid_request" | "invalid_domain" | "job_not_of_domain" | "invalid_cursor";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /** @description `domain_not_found`: No such domain. */
        domain_not_found: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "domain_not_found";
                    /** @enum {integer} */
                    status?: 404;
                };
            };
        };
        /** @description `invalid_request`: The request is not valid. `invalid_domain`: This is not the name of a site. `invalid_cursor`: The cursor is not one of ours. */
        "invalid_request.invalid_domain.invalid_cursor": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid_request" | "invalid_domain" | "invalid_cursor";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /** @description `job_not_finished`: The job has not ended yet. `no_earlier_scan`: There is no earlier scan to compare with. `diff_not_exact`: What is stored does not tell how these two scans differ. */
        "job_not_finished.no_earlier_scan.diff_not_exact": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "job_not_finished" | "no_earlier_scan" | "diff_not_exact";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /** @description `invalid_request`: The request is not valid. `invalid_event_id`: The event id is not one of ours. */
        "invalid_request.invalid_event_id": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid_request" | "invalid_event_id";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /** @description `too_many_streams`: Too many streams are open. `not_ready`: The service is not ready. */
        "too_many_streams.not_ready": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "too_many_streams" | "not_ready";
                    /** @enum {integer} */
                    status?: 503;
                };
            };
        };
        /** @description `invalid_request`: The request is not valid. `malformed_json`: The body is not valid JSON. */
        "invalid_request.malformed_json": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid_request" | "malformed_json";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /** @description `invalid_request`: The request is not valid. `invalid_domain`: This is not the name of a site. `target_not_public`: This address is not on the public internet. */
        "invalid_request.invalid_domain.target_not_public": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid_request" | "invalid_domain" | "target_not_public";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /** @description `idempotency_in_flight`: The same request is being done. */
        idempotency_in_flight: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "idempotency_in_flight";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /** @description `invalid_request`: The request is not valid. `malformed_json`: The body is not valid JSON. `target_not_public`: This address is not on the public internet. */
        "invalid_request.malformed_json.target_not_public": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid_request" | "malformed_json" | "target_not_public";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /** @description `webhook_limit_reached`: There are as many webhooks as there may be. */
        webhook_limit_reached: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "webhook_limit_reached";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /** @description `webhook_not_found`: No such webhook. */
        webhook_not_found: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "webhook_not_found";
                    /** @enum {integer} */
                    status?: 404;
                };
            };
        };
        /** @description `webhook_disabled`: The webhook is disabled. */
        webhook_disabled: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "webhook_disabled";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /** @description `delivery_not_found`: No such delivery. */
        delivery_not_found: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "delivery_not_found";
                    /** @enum {integer} */
                    status?: 404;
                };
            };
        };
        /** @description `delivery_not_finished`: The delivery has not ended yet. `webhook_disabled`: The webhook is disabled. */
        "delivery_not_finished.webhook_disabled": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "delivery_not_finished" | "webhook_disabled";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /** @description `key_not_found`: No such key. */
        key_not_found: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "key_not_found";
                    /** @enum {integer} */
                    status?: 404;
                };
            };
        };
        /** @description `forbidden`: Not allowed from here. */
        forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "forbidden";
                    /** @enum {integer} */
                    status?: 403;
                };
            };
        };
        /** @description `not_found`: No such resource. */
        not_found: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "not_found";
                    /** @enum {integer} */
                    status?: 404;
                };
            };
        };
    };
    parameters: {
        /** @description Names the request: sent again within 24 hours, it is answered as the first time, and not done twice. */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /** @description The name of the request: the caller's own, when it sent a sane one. */
        RequestId: string;
        /** @description `true` when the request was done before, and this is the answer of then. */
        Replayed: string;
        /** @description RFC 6750. */
        Challenge: string;
        /** @description After how many seconds to ask again. */
        RetryAfter: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    submitScan: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names the request: sent again within 24 hours, it is answered as the first time, and not done twice. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScanRequest"];
            };
        };
        responses: {
            /** @description The scan is committed and will be started. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    /** @description Where its status is. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanAccepted"];
                };
            };
            400: components["responses"]["invalid_request.malformed_json.invalid_domain.target_not_public"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope.forbidden"];
            409: components["responses"]["idempotency_in_flight.scan_in_progress"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            421: components["responses"]["misdirected_request"];
            422: components["responses"]["idempotency_key_reused"];
            429: components["responses"]["rate_limited.too_many_live_scans"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    getScanStatus: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the job to finish before answering as it then stands. */
                wait?: number;
            };
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanStatus"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            404: components["responses"]["job_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    listJobs: {
        parameters: {
            query?: {
                status?: components["schemas"]["JobStatus"];
                /** @description Who asked for them; absent: anybody but the canary. */
                source?: components["schemas"]["JobSource"];
                domain?: string;
                /** @description An age like `30s`, `10m`, `2h`, `7d`: jobs created longer ago than that. */
                older_than?: string;
                /** @description How many rows a page of the listing holds. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of scans. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Job"][];
                        has_more: boolean;
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request.invalid_cursor.invalid_domain"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    countJobs: {
        parameters: {
            query?: {
                domain?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobCounts"];
                };
            };
            400: components["responses"]["invalid_request.invalid_domain"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    listActivity: {
        parameters: {
            query?: {
                /** @description How far back. Up to 24 the stretches are of 5 minutes, beyond that of an hour. */
                hours?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stretches. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Activity"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    listRecentEvents: {
        parameters: {
            query?: {
                /** @description How many rows a page of the listing holds. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of transitions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ScanTransition"][];
                        has_more: boolean;
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request.invalid_cursor"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    explainJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In words. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            404: components["responses"]["job_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names the request: sent again within 24 hours, it is answered as the first time, and not done twice. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The scan as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope.forbidden"];
            404: components["responses"]["job_not_found"];
            409: components["responses"]["idempotency_in_flight.job_not_live"];
            421: components["responses"]["misdirected_request"];
            422: components["responses"]["idempotency_key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    retryJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names the request: sent again within 24 hours, it is answered as the first time, and not done twice. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The scan is committed and will be started. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    /** @description Where its status is. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanAccepted"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope.forbidden"];
            404: components["responses"]["job_not_found"];
            409: components["responses"]["idempotency_in_flight.job_not_finished.invalid_params.scan_in_progress"];
            421: components["responses"]["misdirected_request"];
            422: components["responses"]["idempotency_key_reused"];
            429: components["responses"]["rate_limited.too_many_live_scans"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    listJobFiles: {
        parameters: {
            query?: {
                format?: "json" | "ndjson" | "csv" | "txt" | "xml";
                /** @description How many rows a page of the listing holds. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
                total?: "true" | "false";
                outcome?: "ok" | "ok_partial" | "not_modified" | "empty" | "not_found" | "gone" | "forbidden" | "blocked" | "rate_limited" | "server_error" | "timeout" | "dns_error" | "tls_error" | "connection_error" | "protocol_error" | "redirect_blocked" | "too_many_redirects" | "target_not_public" | "not_a_sitemap" | "malformed" | "too_large" | "encoding_error" | "loop" | "limit_reached" | "cancelled" | "poisoned" | "invalid_params" | "internal_error";
                status?: "pending" | "complete" | "failed" | "skipped" | "cancelled";
                kind?: "urlset" | "index" | "text" | "rss" | "atom" | "unknown";
                /** @description Only files of this parent; `root`: only those that no file listed. */
                parent_id?: string;
            };
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of files, or all of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    /** @description The name of a file to save it in, for all but json. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["SitemapFile"][];
                        has_more: boolean;
                        next: string | null;
                        total?: number | null;
                    };
                    "application/x-ndjson": string;
                    "text/csv": string;
                    "text/plain": string;
                    "application/xml": string;
                };
            };
            400: components["responses"]["invalid_request.invalid_cursor"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            404: components["responses"]["job_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    listJobPages: {
        parameters: {
            query?: {
                format?: "json" | "ndjson" | "csv" | "txt" | "xml";
                /** @description How many rows a page of the listing holds. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
                total?: "true" | "false";
                part?: string;
                path_prefix?: string;
                /** @description A text that the URL contains, in upper or lower case. */
                contains?: string;
                changed_since?: string;
                new_in?: string;
                changed_in?: string;
                removed_in?: string;
            };
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of pages, or all of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    /** @description The name of a file to save it in, for all but json. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Page"][];
                        has_more: boolean;
                        next: string | null;
                        total?: number | null;
                    };
                    "application/x-ndjson": string;
                    "text/csv": string;
                    "text/plain": string;
                    "application/xml": string;
                };
            };
            400: components["responses"]["invalid_request.job_not_of_domain.invalid_cursor"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            404: components["responses"]["job_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    listDomainPages: {
        parameters: {
            query?: {
                format?: "json" | "ndjson" | "csv" | "txt" | "xml";
                /** @description How many rows a page of the listing holds. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
                total?: "true" | "false";
                part?: string;
                path_prefix?: string;
                /** @description A text that the URL contains, in upper or lower case. */
                contains?: string;
                changed_since?: string;
                new_in?: string;
                changed_in?: string;
                removed_in?: string;
            };
            header?: never;
            path: {
                domain: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of pages, or all of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    /** @description The name of a file to save it in, for all but json. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Page"][];
                        has_more: boolean;
                        next: string | null;
                        total?: number | null;
                    };
                    "application/x-ndjson": string;
                    "text/csv": string;
                    "text/plain": string;
                    "application/xml": string;
                };
            };
            400: components["responses"]["invalid_request.invalid_domain.job_not_of_domain.invalid_cursor"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            404: components["responses"]["domain_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    listDomainFiles: {
        parameters: {
            query?: {
                format?: "json" | "ndjson" | "csv" | "txt" | "xml";
                /** @description How many rows a page of the listing holds. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
                total?: "true" | "false";
                outcome?: "ok" | "ok_partial" | "not_modified" | "empty" | "not_found" | "gone" | "forbidden" | "blocked" | "rate_limited" | "server_error" | "timeout" | "dns_error" | "tls_error" | "connection_error" | "protocol_error" | "redirect_blocked" | "too_many_redirects" | "target_not_public" | "not_a_sitemap" | "malformed" | "too_large" | "encoding_error" | "loop" | "limit_reached" | "cancelled" | "poisoned" | "invalid_params" | "internal_error";
                status?: "pending" | "complete" | "failed" | "skipped" | "cancelled";
                kind?: "urlset" | "index" | "text" | "rss" | "atom" | "unknown";
                /** @description Only files of this parent; `root`: only those that no file listed. */
                parent_id?: string;
            };
            header?: never;
            path: {
                domain: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of files, or all of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    /** @description The name of a file to save it in, for all but json. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["SitemapFile"][];
                        has_more: boolean;
                        next: string | null;
                        total?: number | null;
                        job_id: string | null;
                    };
                    "application/x-ndjson": string;
                    "text/csv": string;
                    "text/plain": string;
                    "application/xml": string;
                };
            };
            400: components["responses"]["invalid_request.invalid_domain.invalid_cursor"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            404: components["responses"]["domain_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    diffJobs: {
        parameters: {
            query?: {
                against?: string;
                change?: "new" | "removed" | "changed";
                format?: "json" | "ndjson" | "csv";
                /** @description How many rows a page of the listing holds. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The pages that differ, with their numbers on the first page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    /** @description The name of a file to save it in, for all but json. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanDiff"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            400: components["responses"]["invalid_request.job_not_of_domain.invalid_cursor"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            404: components["responses"]["job_not_found"];
            409: components["responses"]["job_not_finished.no_earlier_scan.diff_not_exact"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    auditJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The findings. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audit"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            404: components["responses"]["job_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    streamJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The end was sent already. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid_request.invalid_event_id"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            404: components["responses"]["job_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["too_many_streams.not_ready"];
        };
    };
    listJobEvents: {
        parameters: {
            query?: {
                /** @description How many rows a page of the listing holds. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of transitions, oldest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["JobEvent"][];
                        has_more: boolean;
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request.invalid_cursor"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            404: components["responses"]["job_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    listDomains: {
        parameters: {
            query?: {
                /** @description How many rows a page of the listing holds. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
                status?: components["schemas"]["DomainStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of domains. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Domain"][];
                        has_more: boolean;
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request.invalid_cursor"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    importDomains: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportRequest"];
                "application/x-ndjson": components["schemas"]["ImportRow"];
                "text/csv": components["schemas"]["ImportRow"];
            };
        };
        responses: {
            /** @description A line of JSON for each row, in order, and a summary last. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["ImportLine"];
                };
            };
            400: components["responses"]["invalid_request.malformed_json"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope.forbidden"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    getDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The domain and its latest scan. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DomainDetail"];
                };
            };
            400: components["responses"]["invalid_request.invalid_domain"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            404: components["responses"]["domain_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    listDomainHistory: {
        parameters: {
            query?: {
                /** @description The last so many scans. */
                limit?: number;
            };
            header?: never;
            path: {
                domain: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The scans. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DomainHistory"];
                };
            };
            400: components["responses"]["invalid_request.invalid_domain"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            404: components["responses"]["domain_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    queueDomain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names the request: sent again within 24 hours, it is answered as the first time, and not done twice. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                domain: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The domain is queued. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    /** @description Where the domain is. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DomainDetail"];
                };
            };
            400: components["responses"]["invalid_request.invalid_domain.target_not_public"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope.forbidden"];
            409: components["responses"]["idempotency_in_flight"];
            421: components["responses"]["misdirected_request"];
            422: components["responses"]["idempotency_key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    scheduleDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleRequest"];
            };
        };
        responses: {
            /** @description The domain with its schedule. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DomainDetail"];
                };
            };
            400: components["responses"]["invalid_request.malformed_json.invalid_domain.target_not_public"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope.forbidden"];
            404: components["responses"]["domain_not_found"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    runIntake: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the pass did. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakePass"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope.forbidden"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Webhook"][];
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRequest"];
            };
        };
        responses: {
            /** @description It is told of events from now on. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    /** @description Where the webhook is. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["invalid_request.malformed_json.target_not_public"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope.forbidden"];
            409: components["responses"]["webhook_limit_reached"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            404: components["responses"]["webhook_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is told nothing any more. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope.forbidden"];
            404: components["responses"]["webhook_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    changeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChange"];
            };
        };
        responses: {
            /** @description The webhook as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["invalid_request.malformed_json.target_not_public"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope.forbidden"];
            404: components["responses"]["webhook_not_found"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook with its new secret. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope.forbidden"];
            404: components["responses"]["webhook_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is on its way. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    /** @description Where the delivery is. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope.forbidden"];
            404: components["responses"]["webhook_not_found"];
            409: components["responses"]["webhook_disabled"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description How many rows a page of the listing holds. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
                status?: components["schemas"]["DeliveryStatus"];
            };
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Delivery"][];
                        has_more: boolean;
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request.invalid_cursor"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            404: components["responses"]["webhook_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryDetail"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            404: components["responses"]["delivery_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    replayDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is on its way. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    /** @description Where the delivery is. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope.forbidden"];
            404: components["responses"]["delivery_not_found"];
            409: components["responses"]["delivery_not_finished.webhook_disabled"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys, without their secrets. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyList"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyRequest"];
            };
        };
        responses: {
            /** @description The key with its secret. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            400: components["responses"]["invalid_request.malformed_json"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope.forbidden"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope.forbidden"];
            404: components["responses"]["key_not_found"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                /** @description How many rows a page of the listing holds. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of acts. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEvent"][];
                        has_more: boolean;
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request.invalid_cursor"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who asks. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            401: components["responses"]["unauthorized"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionRequest"];
            };
        };
        responses: {
            /** @description Who is signed in. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    /** @description The session. */
                    "Set-Cookie": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["invalid_request.malformed_json"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody is signed in. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: components["responses"]["forbidden"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    showSignIn: {
        parameters: {
            query?: {
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A form. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["invalid_request"];
            421: components["responses"]["misdirected_request"];
            500: components["responses"]["internal_error"];
        };
    };
    submitSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    key: string;
                    next?: string;
                };
            };
        };
        responses: {
            /** @description Signed in. */
            303: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    /** @description Where to go on. */
                    Location?: string;
                    /** @description The session. */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "text/html": string;
                };
            };
            400: components["responses"]["invalid_request"];
            /** @description The form again. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            403: components["responses"]["forbidden"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            421: components["responses"]["misdirected_request"];
            500: components["responses"]["internal_error"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            421: components["responses"]["misdirected_request"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All is well. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            /** @description Something is wrong, and `words` says what. `not_ready`: The service is not ready. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "not_ready";
                        /** @enum {integer} */
                        status?: 503;
                    };
                };
            };
        };
    };
    listWorkers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workers. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerList"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Text exposition format 0.0.4. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["insufficient_scope"];
            421: components["responses"]["misdirected_request"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["not_ready"];
        };
    };
    getProblem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In JSON, or for a browser as a page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemType"];
                    "text/html": string;
                };
            };
            400: components["responses"]["invalid_request"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected_request"];
            500: components["responses"]["internal_error"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        openapi: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            421: components["responses"]["misdirected_request"];
            500: components["responses"]["internal_error"];
        };
    };
    getRobots: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description RFC 9309. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            421: components["responses"]["misdirected_request"];
            500: components["responses"]["internal_error"];
        };
    };
    getCanarySitemap: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A sitemap. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": string;
                };
            };
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected_request"];
            500: components["responses"]["internal_error"];
        };
    };
    "on.scan.complete": {
        parameters: {
            query?: never;
            header: {
                /** @description Names the event: the same at each attempt and replay. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description `v1,` and the signature in base64, once for each secret, parted by spaces. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScanEvent"] & {
                    /** @constant */
                    type?: "scan.complete";
                };
            };
        };
        responses: {
            /** @description Send nothing more: the webhook is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. Anything else is tried again later. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "on.scan.failed": {
        parameters: {
            query?: never;
            header: {
                /** @description Names the event: the same at each attempt and replay. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description `v1,` and the signature in base64, once for each secret, parted by spaces. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScanEvent"] & {
                    /** @constant */
                    type?: "scan.failed";
                };
            };
        };
        responses: {
            /** @description Send nothing more: the webhook is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. Anything else is tried again later. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "on.domain.changed": {
        parameters: {
            query?: never;
            header: {
                /** @description Names the event: the same at each attempt and replay. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description `v1,` and the signature in base64, once for each secret, parted by spaces. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScanEvent"] & {
                    /** @constant */
                    type?: "domain.changed";
                };
            };
        };
        responses: {
            /** @description Send nothing more: the webhook is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. Anything else is tried again later. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "on.webhook.test": {
        parameters: {
            query?: never;
            header: {
                /** @description Names the event: the same at each attempt and replay. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description `v1,` and the signature in base64, once for each secret, parted by spaces. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestEvent"] & {
                    /** @constant */
                    type?: "webhook.test";
                };
            };
        };
        responses: {
            /** @description Send nothing more: the webhook is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. Anything else is tried again later. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
