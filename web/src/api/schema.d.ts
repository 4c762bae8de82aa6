/**
 * Types of the API, made from its OpenAPI document by `npm run web:types`.
 * Do not edit.
 */
export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process is running */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hooks/odoo/{secret}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * For Odoo’s webhook rules: a record may have changed
         * @description Setup creates the address, which contains a secret. The body is a hint: it may arrive twice, late, out of order, or for a change that Odoo rolled back. The sync reads the record again within seconds, and only what it finds there counts.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    secret: string;
                };
                cookie?: never;
            };
            /** @description Fields of the record may follow; they are ignored */
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OdooCall"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hooks/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * For senders that sign: progress was made or a course completed in eLearning
         * @description Standard Webhooks, signed with one of `HOOKS_SIGNING_SECRETS`. The event is a hint; a repeated `webhook-id` counts once. The sync reads the learner again within seconds, and only what it finds in Odoo counts.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The sender’s id of the event: the same for every delivery attempt */
                    "webhook-id": string;
                    /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; several are separated by spaces */
                    "webhook-signature": string;
                    /** @description Seconds since 1970, no more than five minutes from now */
                    "webhook-timestamp": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LearningEvent"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/login/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sign in at the OpenID provider */
        get: {
            parameters: {
                query?: {
                    /** @description Page of the staff app to come back to */
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Leads to the provider, or to the staff app */
                303: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/login/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the OpenID provider sends the browser back */
        get: {
            parameters: {
                query?: {
                    state?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Leads to the provider, or to the staff app */
                303: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
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
        /**
         * State of Temporal, the database, Odoo and the mail server
         * @description 503 if Temporal or the database is unavailable, or if an alarm stops the work.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readiness"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readiness"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Public page that verifies a certificate */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description HTML */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description HTML: there is no such certificate */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All API keys, newest first
         * @description Needs the permission `manage_keys`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ApiKeys"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Create an API key; the response shows it once
         * @description Needs the permission `manage_keys`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreatedApiKey"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key, and end the sessions that it opened
         * @description Needs the permission `manage_keys`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Scopes are null for a key that may do everything */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ApiKey"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assignees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Staff to whom a task can be given
         * @description Needs the permission `decide`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Assignees"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes by people, programs and bulk operations, newest first
         * @description With `format`, the whole list as a file: at most 10000 rows, text that no spreadsheet runs. Needs the permission `read_audit`.
         */
        get: {
            parameters: {
                query?: {
                    action?: string;
                    /** @description Id of the actor, such as `user:7` */
                    actor?: string;
                    /** @description `next` of the previous page */
                    cursor?: string;
                    entity?: "application" | "policy" | "course_rules" | "intake" | "outside_system" | "reconciliation" | "bulk_operation" | "api_key" | "session" | "learner" | "report_schedule";
                    entityId?: string;
                    format?: "json" | "csv" | "xlsx";
                    from?: string;
                    /** @description Of a file. Default: that of the caller */
                    language?: "en" | "ar";
                    limit?: number;
                    programId?: number;
                    studentId?: number;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AuditPage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same as a CSV file, newest first
         * @description Needs the permission `read_audit`.
         */
        get: {
            parameters: {
                query?: {
                    action?: string;
                    /** @description Id of the actor, such as `user:7` */
                    actor?: string;
                    entity?: "application" | "policy" | "course_rules" | "intake" | "outside_system" | "reconciliation" | "bulk_operation" | "api_key" | "session" | "learner" | "report_schedule";
                    entityId?: string;
                    from?: string;
                    programId?: number;
                    studentId?: number;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description CSV */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Bulk operations, newest first
         * @description With `format`, the whole list as a file: at most 10000 rows, text that no spreadsheet runs. Needs the permission `run_bulk`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the previous page */
                    cursor?: string;
                    format?: "json" | "csv" | "xlsx";
                    /** @description Of a file. Default: that of the caller */
                    language?: "en" | "ar";
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BulkOperationPage"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Preview a change for many students; changes nothing
         * @description 200: the preview is finished; 202: still being made, read `links.self`. 422: the filter matches nobody. Needs the permission `run_bulk`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewBulkOperation"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BulkOperation"];
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BulkOperation"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-operations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One bulk operation: its totals, its hash and its progress
         * @description Needs the permission `run_bulk`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BulkOperation"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-operations/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a bulk operation; what is done stays, until it is undone
         * @description Needs the permission `run_bulk`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BulkOperation"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-operations/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compare Odoo again with what the preview said; only reads
         * @description A check starts automatically after each run and each undo, and waits for changes that are still on their way. Needs the permission `run_bulk`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BulkOperation"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-operations/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run exactly what was previewed
         * @description Repeated with the same hash, it does nothing more. Needs the permission `run_bulk`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BulkConfirmation"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BulkOperation"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-operations/{id}/differences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the check has found, by name: what the preview did not say, or said and is not there
         * @description Needs the permission `run_bulk`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the previous page */
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BulkDifferencePage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-operations/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The students of a bulk operation, by name, with effects and outcome
         * @description With `format`, the whole list as a file: at most 10000 rows, text that no spreadsheet runs. Needs the permission `run_bulk`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the previous page */
                    cursor?: string;
                    format?: "json" | "csv" | "xlsx";
                    /** @description Of a file. Default: that of the caller */
                    language?: "en" | "ar";
                    limit?: number;
                    outcome?: "pending" | "excluded" | "applying" | "done" | "changed" | "failed" | "skipped" | "undoing" | "undone" | "kept" | "undo_failed";
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BulkItemPage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-operations/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a bulk operation, or its undo; students being worked on are finished
         * @description Needs the permission `run_bulk`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BulkOperation"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-operations/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a paused bulk operation, or its undo
         * @description Needs the permission `run_bulk`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BulkOperation"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-operations/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back what a bulk operation has done, except what people or learners did since
         * @description Needs the permission `run_bulk`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BulkOperation"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Issued certificates, newest first
         * @description With `format`, the whole list as a file: at most 10000 rows, text that no spreadsheet runs. Needs the permission `read_certificates`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the previous page */
                    cursor?: string;
                    format?: "json" | "csv" | "xlsx";
                    /** @description Of a file. Default: that of the caller */
                    language?: "en" | "ar";
                    limit?: number;
                    /** @description Part of the number */
                    number?: string;
                    program?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CertificatePage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certificates/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A certificate: the facts at issue, and the requirements that were checked
         * @description Needs the permission `read_certificates`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Certificate"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certificates/{number}.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The PDF of a certificate, as issued
         * @description Needs the permission `read_certificates`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description PDF */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/pdf": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certificates/{number}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the email with a certificate again, to the student’s present address
         * @description It leaves within half a minute. The email ledger shows it as an email of its own. Needs the permission `change_training`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CertificateResend"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certificates/{programId}-{studentId}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide on a certificate whose requirements are not met
         * @description Needs the permission `decide`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Decision"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The command was done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandDone"];
                    };
                };
                /** @description The workflow has accepted the command but not finished it yet */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandPending"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/emails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Emails and their delivery states, newest first
         * @description With `format`, the whole list as a file: at most 10000 rows, text that no spreadsheet runs. Needs the permission `read_emails`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the previous page */
                    cursor?: string;
                    format?: "json" | "csv" | "xlsx";
                    kind?: "welcome" | "review_request" | "milestone" | "reminder" | "sign_in" | "completion" | "certificate";
                    /** @description Of a file. Default: that of the caller */
                    language?: "en" | "ar";
                    limit?: number;
                    program?: number;
                    state?: "pending" | "sending" | "accepted" | "possibly_twice" | "unknown" | "rejected" | "no_recipient" | "switched_off";
                    student?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailPage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Applications in the order of program and student
         * @description Needs the permission `read_students`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the previous page */
                    cursor?: string;
                    limit?: number;
                    program?: number;
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EnrollmentPage"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Enroll a student in a program (enroll_student)
         * @description 201: started; after a withdrawal, a rejection or a lapsed or declined application this is a new run with its own emails. So it is for a person who has the student id of another one whose run has ended. 200: it is already in progress, or has led to a certificate. 409: the previous run has ended but is still being closed, or it is in progress and about another person (another-person): decide its task first. Needs the permission `enroll`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewEnrollment"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An application */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Enrollment"];
                    };
                };
                /** @description An application */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Enrollment"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{programId}-{studentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One application: its stage, its steps so far, and what is missing
         * @description Needs the permission `read_students`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EnrollmentDetail"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{programId}-{studentId}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the open task to a colleague
         * @description They see the student while the task is open. Whose student it is stays as Odoo says. 409: no such task is open. Needs the permission `decide`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Assignment"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Who takes care of a task, and until when it rests */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskHandling"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{programId}-{studentId}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write a comment on the application
         * @description Needs the permission `decide`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewComment"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Comment"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{programId}-{studentId}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The contacts that a task asks about
         * @description Read from Odoo now, and stored nowhere. Without those that no longer exist. Empty: no task asks about one. 503: Odoo does not respond. Needs the permission `decide`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContactChoiceList"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{programId}-{studentId}/enroll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enroll the student in courses that wait for an agent
         * @description Needs the permission `enroll`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EnrollDecision"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The command was done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandDone"];
                    };
                };
                /** @description The workflow has accepted the command but not finished it yet */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandPending"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{programId}-{studentId}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a later deadline
         * @description Needs the permission `change_training`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Extension"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The command was done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandDone"];
                    };
                };
                /** @description The workflow has accepted the command but not finished it yet */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandPending"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{programId}-{studentId}/override": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Declare a course completed
         * @description Needs the permission `change_training`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Override"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The command was done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandDone"];
                    };
                };
                /** @description The workflow has accepted the command but not finished it yet */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandPending"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{programId}-{studentId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause reminders and deadlines
         * @description Needs the permission `change_training`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Reason"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The command was done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandDone"];
                    };
                };
                /** @description The workflow has accepted the command but not finished it yet */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandPending"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{programId}-{studentId}/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a running application to another version of the program’s policy
         * @description Needs a dry run that was made for the policy of that version. What has been decided stays: completed courses, emails, the deadline, an issued certificate. To take it back, move to the earlier version. Needs the permission `edit_rules`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PolicyMove"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PolicyMoved"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{programId}-{studentId}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Progress in each course (get_progress)
         * @description Needs the permission `read_students`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Progress"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Mark content as completed on behalf of the learner (update_progress)
         * @description Needs the permission `change_training`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ContentCompletion"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContentCompleted"];
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            detail: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{programId}-{studentId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a pause
         * @description Needs the permission `change_training`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OptionalReason"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The command was done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandDone"];
                    };
                };
                /** @description The workflow has accepted the command but not finished it yet */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandPending"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{programId}-{studentId}/resync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the student from Odoo now
         * @description Needs the permission `change_training`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NoDetails"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The command was done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandDone"];
                    };
                };
                /** @description The workflow has accepted the command but not finished it yet */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandPending"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{programId}-{studentId}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide the open task
         * @description Needs the permission `decide`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Decision"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The command was done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandDone"];
                    };
                };
                /** @description The workflow has accepted the command but not finished it yet */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandPending"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{programId}-{studentId}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let the open task rest until a day
         * @description It comes back by itself on that day, or when it is escalated or its deadline passes. 409: no such task is open, or it is escalated. Needs the permission `decide`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Snooze"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Who takes care of a task, and until when it rests */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskHandling"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{programId}-{studentId}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the application because the student leaves
         * @description Needs the permission `change_training`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    programId: number;
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Reason"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The command was done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandDone"];
                    };
                };
                /** @description The workflow has accepted the command but not finished it yet */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandPending"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What has changed, as server-sent events or as a list
         * @description With `Accept: text/event-stream`, a stream of `Event` as JSON in `data`. After a lost connection, send the `id` of the last event as `Last-Event-ID`, as browsers do: nothing is missed, some events may come twice. Otherwise the events since `after`; without `after`, the present position. Needs the permission `read_students`.
         */
        get: {
            parameters: {
                query?: {
                    after?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EventPage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/intake-batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The imports that students came with, newest first
         * @description Empty where Odoo does not have the training suite. 503: Odoo does not respond. Needs the permission `run_bulk`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IntakeBatchList"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who the caller is, and what they may do */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where students stand, how long it takes, who is at risk, and who has how much to do
         * @description About the runs of applications that began from `from` to `to`, both included; without them, about all. An agent gets the numbers of their own students. In a center with many applications, the numbers may be up to a minute old: `asOf` says when they were counted. With `format`, the whole list as a file: at most 10000 rows, text that no spreadsheet runs. Needs the permission `read_students`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Of students of this user in Odoo; 0: of students without an agent */
                    agentId?: number;
                    /** @description Trainings are listed whose deadline is within so many days. Default: 30 */
                    dueDays?: number;
                    format?: "json" | "csv" | "xlsx";
                    /** @description A day in the center’s time zone */
                    from?: string;
                    /** @description Of a file. Default: that of the caller */
                    language?: "en" | "ar";
                    /** @description Rows of each list */
                    limit?: number;
                    programId?: number;
                    /** @description Which list. Default: `at-risk` */
                    table?: "at-risk" | "workload" | "deadlines" | "trainings-due";
                    /** @description A day in the center’s time zone */
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Overview"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pauses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is paused
         * @description Needs the permission `read_sync`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pauses"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Pause the work with Odoo, with the mail server, or all of it
         * @description Within a second or two nothing is written there any more. The work waits, deadlines go on, and webhooks are stored. Lasts until somebody resumes it, also across restarts. 200: it is paused already, and stays as it is. Needs the permission `manage_sync`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPause"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pause"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pause"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pauses/{system}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Resume the work; returns what is still paused
         * @description Needs the permission `manage_sync`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    system: "everything" | "odoo" | "mail";
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pauses"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All programs, with their intake and the version of their policy */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Programs"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A program and its courses, with what each requires */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProgramDetail"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/applicants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What would happen to the students who apply to a program whose intake is in preview
         * @description With `format`, the whole list as a file: at most 10000 rows, text that no spreadsheet runs. Needs the permission `manage_intake`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the previous page */
                    cursor?: string;
                    format?: "json" | "csv" | "xlsx";
                    /** @description Of a file. Default: that of the caller */
                    language?: "en" | "ar";
                    limit?: number;
                    /** @description What would happen if the intake were on. `enroll`: enrolled at once; `agent`: an agent enrolls them; `review`: a person decides; `cannot_apply`: nothing */
                    outcome?: "enroll" | "agent" | "review" | "cannot_apply";
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ApplicantPage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/course-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes of the courses that were made in Odoo, and the trainings that do not follow them yet
         * @description Needs the permission `read_rules`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What the courses of a program ask for in Odoo, and which trainings follow it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CourseRules"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/course-rules/{version}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply a change that was made in Odoo to students in training, or to new ones only
         * @description To apply it, name a dry run of the change (`POST …/dry-runs` with `courseRules`). Completed courses stay completed, and certificates stay issued. 409: Odoo has changed again, or somebody has decided. Needs the permission `edit_rules`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                    version: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CourseRulesDecision"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What the courses of a program ask for in Odoo, and which trainings follow it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CourseRules"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/dry-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last dry runs of a program, newest first
         * @description Needs the permission `edit_rules`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DryRuns"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Compare other rules for a program with the present ones; changes nothing
         * @description A policy, changes of its courses in Odoo, or both. Applicants are compared under the newest policy, students in the program under their own. 200: finished; 202: still comparing, read `links.self`. Needs the permission `edit_rules`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            /** @description Rules to compare with the present ones */
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DryRunRequest"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DryRun"];
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DryRun"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/dry-runs/{dryRun}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a dry run has found: the settings that differ, and how many students it concerns
         * @description Needs the permission `edit_rules`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    dryRun: number;
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DryRun"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/dry-runs/{dryRun}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whom a dry run concerns, by name, with before, after and the reason
         * @description Needs the permission `edit_rules`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the previous page */
                    cursor?: string;
                    /** @description Applicants and students in review: `applies` … `becomes_unknown`; students in training: the others */
                    kind?: "applies" | "no_longer_applies" | "becomes_eligible" | "no_longer_eligible" | "becomes_unknown" | "course_complete" | "course_incomplete" | "milestone_reached" | "certificate_due" | "certificate_to_review" | "certificate_not_due" | "progress_changed";
                    limit?: number;
                };
                header?: never;
                path: {
                    dryRun: number;
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RuleChangePage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/intake": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The intake of a program, and how many applicants its preview has; its version is the ETag
         * @description Needs the permission `read_rules`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Intake"];
                    };
                };
            };
        };
        /**
         * Turn the intake of a program on or off, or to a preview
         * @description If-Match names the version that the change is based on. Applications that run already go on in any mode, and the API enrolls in any mode. Needs the permission `manage_intake`.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag that GET returned */
                    "if-match"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["IntakeChange"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Intake"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/migration-plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sort the students of a program by what would happen when it goes live; changes nothing
         * @description 200: finished; 202: still sorting, read `links.self`. Needs the permission `run_bulk`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MigrationPlan"];
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MigrationPlan"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/migration-plans/{plan}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A migration plan: how many students of each kind there are
         * @description Needs the permission `run_bulk`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                    plan: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MigrationPlan"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/migration-plans/{plan}/students": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The students of a migration plan, by name, with what would happen and why
         * @description Needs the permission `run_bulk`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the previous page */
                    cursor?: string;
                    limit?: number;
                    /** @description `enroll`: like a newcomer; `adopt`: in training, taken over as they are; `finished`, `certified`: left alone; `person`: somebody must decide first; `cannot`: nothing would happen */
                    outcome?: "enroll" | "adopt" | "finished" | "certified" | "person" | "cannot";
                };
                header?: never;
                path: {
                    id: number;
                    plan: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlannedStudentPage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The current policy of a program; its version is the ETag
         * @description Needs the permission `read_rules`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Policy"];
                    };
                };
            };
        };
        /**
         * Write the next version of a policy; If-Match names the version it is based on
         * @description The new version counts for applications that start later, or are reopened. With `dryRun` it is written only if that dry run was made for exactly this policy on this version. Needs the permission `edit_rules`.
         */
        put: {
            parameters: {
                query?: {
                    dryRun?: number;
                };
                header?: {
                    /** @description The ETag that GET returned */
                    "if-match"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            /** @description The rules of a program that Odoo has no fields for */
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PolicyDocument"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Policy"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last 30 reconciliations, newest first
         * @description Needs the permission `read_sync`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Reconciliations"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Compare all records with Odoo now, and repair what differs
         * @description It runs in the background; read the run to follow it. With `dryRun` nothing is repaired. 409: another one is in progress. Needs the permission `manage_sync`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewReconciliation"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Reconciliation"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One reconciliation: how much drift it found, and the accuracy of each field
         * @description Needs the permission `read_sync`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Reconciliation"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliations/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a stopped reconciliation repair what it has found
         * @description Needs the permission `manage_sync`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Reconciliation"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliations/{id}/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a reconciliation has found, and what was done about it
         * @description Needs the permission `manage_sync`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the previous page */
                    cursor?: string;
                    limit?: number;
                    state?: "found" | "noticed" | "repaired" | "handed_over";
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DriftPage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/report-readers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Staff to whom a report can be sent, by name
         * @description Who has signed in with an Odoo account, and agents of students. Needs the permission `schedule_reports`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReportReaders"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/report-schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Scheduled reports, when each is sent next, and how the last one fared
         * @description Needs the permission `schedule_reports`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReportSchedules"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Schedule a report
         * @description Each recipient gets what their role may see when it is sent: an agent gets a report about their own students. It is as of the moment at which it is due. Of moments that are missed, the last one is made up for. Needs the permission `schedule_reports`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReportScheduleSettings"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReportSchedule"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/report-schedules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change a scheduled report
         * @description Needs the permission `schedule_reports`.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReportScheduleSettings"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReportSchedule"];
                    };
                };
            };
        };
        post?: never;
        /**
         * Delete a scheduled report, and what of it was not sent yet
         * @description Needs the permission `schedule_reports`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/report-schedules/{id}/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a scheduled report now, to all of its recipients
         * @description As of now, within a minute. When it is due next stays as it is. Needs the permission `schedule_reports`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReportSchedule"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Certificates issued in a period
         * @description Needs the permission `read_certificates`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Of students of this user in Odoo; 0: of students without an agent */
                    agentId?: number;
                    /** @description What was known then: an instant, or the end of a day in the center. Not in the future. The same moment gives the same report whenever it is made. Without it: what is known now, with columns that are not logged */
                    asOf?: string;
                    /** @description `json` has the first rows, for previews; the files have all of them: up to 200,000, and 1,000 as PDF */
                    format?: "json" | "csv" | "xlsx" | "pdf";
                    /** @description First day of the period. Of the center’s time zone. */
                    from?: string;
                    /** @description Default: that of the caller */
                    language?: "en" | "ar";
                    /** @description Rows of `json` */
                    limit?: number;
                    programId?: number;
                    /** @description Last day of the period. Of the center’s time zone. */
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The report */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Report"];
                        "application/pdf": string;
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What people decided in a period, why, and under which policy
         * @description Needs the permission `read_students`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Of students of this user in Odoo; 0: of students without an agent */
                    agentId?: number;
                    /** @description What was known then: an instant, or the end of a day in the center. Not in the future. The same moment gives the same report whenever it is made. Without it: what is known now, with columns that are not logged */
                    asOf?: string;
                    /** @description `json` has the first rows, for previews; the files have all of them: up to 200,000, and 1,000 as PDF */
                    format?: "json" | "csv" | "xlsx" | "pdf";
                    /** @description First day of the period. Of the center’s time zone. */
                    from?: string;
                    /** @description Default: that of the caller */
                    language?: "en" | "ar";
                    /** @description Rows of `json` */
                    limit?: number;
                    programId?: number;
                    /** @description Last day of the period. Of the center’s time zone. */
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The report */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Report"];
                        "application/pdf": string;
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/enrollment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Applications by program and month, and what became of them
         * @description Needs the permission `read_students`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Of students of this user in Odoo; 0: of students without an agent */
                    agentId?: number;
                    /** @description What was known then: an instant, or the end of a day in the center. Not in the future. The same moment gives the same report whenever it is made. Without it: what is known now, with columns that are not logged */
                    asOf?: string;
                    /** @description `json` has the first rows, for previews; the files have all of them: up to 200,000, and 1,000 as PDF */
                    format?: "json" | "csv" | "xlsx" | "pdf";
                    /** @description First day of the period. Of the center’s time zone. */
                    from?: string;
                    /** @description Default: that of the caller */
                    language?: "en" | "ar";
                    /** @description Rows of `json` */
                    limit?: number;
                    programId?: number;
                    /** @description Last day of the period. Of the center’s time zone. */
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The report */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Report"];
                        "application/pdf": string;
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/integration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Comparisons with Odoo, outages and pauses in a period
         * @description Needs the permission `read_sync`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Of students of this user in Odoo; 0: of students without an agent */
                    agentId?: number;
                    /** @description What was known then: an instant, or the end of a day in the center. Not in the future. The same moment gives the same report whenever it is made. Without it: what is known now, with columns that are not logged */
                    asOf?: string;
                    /** @description `json` has the first rows, for previews; the files have all of them: up to 200,000, and 1,000 as PDF */
                    format?: "json" | "csv" | "xlsx" | "pdf";
                    /** @description First day of the period. Of the center’s time zone. */
                    from?: string;
                    /** @description Default: that of the caller */
                    language?: "en" | "ar";
                    /** @description Rows of `json` */
                    limit?: number;
                    programId?: number;
                    /** @description Last day of the period. Of the center’s time zone. */
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The report */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Report"];
                        "application/pdf": string;
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where each student stands: the latest run of each application
         * @description Needs the permission `read_students`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Of students of this user in Odoo; 0: of students without an agent */
                    agentId?: number;
                    /** @description What was known then: an instant, or the end of a day in the center. Not in the future. The same moment gives the same report whenever it is made. Without it: what is known now, with columns that are not logged */
                    asOf?: string;
                    /** @description `json` has the first rows, for previews; the files have all of them: up to 200,000, and 1,000 as PDF */
                    format?: "json" | "csv" | "xlsx" | "pdf";
                    /** @description First day of the period. Of the center’s time zone. */
                    from?: string;
                    /** @description Default: that of the caller */
                    language?: "en" | "ar";
                    /** @description Rows of `json` */
                    limit?: number;
                    programId?: number;
                    /** @description Last day of the period. Of the center’s time zone. */
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The report */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Report"];
                        "application/pdf": string;
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that waits for a person, oldest first
         * @description With `format`, the whole list as a file: at most 10000 rows, text that no spreadsheet runs. Needs the permission `read_students`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Of students of this user in Odoo; 0: of students without an agent */
                    agentId?: number;
                    /** @description `next` of the previous page */
                    cursor?: string;
                    flow?: "enrollment" | "progress" | "certificate";
                    format?: "json" | "csv" | "xlsx";
                    /** @description Of a file. Default: that of the caller */
                    language?: "en" | "ar";
                    limit?: number;
                    /** @description Only what the caller takes care of: tasks given to them, and those of their students that were given to nobody */
                    mine?: boolean;
                    programId?: number;
                    /** @description Tasks that rest until a day: left out, or alone. Default: with all others */
                    snoozed?: "hidden" | "only";
                    studentId?: number;
                    taskKind?: "eligibility" | "identity" | "person" | "enroll" | "problem" | "address" | "certificate";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReviewPage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A few students and certificates by name, email, student id or certificate number
         * @description Names in either script, however they are written. Each word is the beginning of a word; all must match. Certificates also by the beginning of their number, if the caller may see certificates. Needs the permission `read_students`.
         */
        get: {
            parameters: {
                query: {
                    q: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SearchResult"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/service-levels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The plan’s success metrics as measured, with what is left of the error budget
         * @description Needs the permission `read_service_levels`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description First day of the period to compare with. Default: as many days before. A day in the center’s time zone. */
                    baselineFrom?: string;
                    /** @description Last day of the period to compare with. A day in the center’s time zone. */
                    baselineTo?: string;
                    /** @description First day of the period. Default: 30 days ago. A day in the center’s time zone. */
                    from?: string;
                    /** @description Last day of the period. Default: today. A day in the center’s time zone. */
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ServiceLevels"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with an Odoo account or an API key
         * @description Sets a session cookie. 401: wrong credentials; 403: an account without a role here; 429: too many attempts have failed; 503: Odoo does not respond.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Login of the Odoo account */
                        login: string;
                        /** @description Password or API key of the Odoo account; checked by Odoo, never stored */
                        password: string;
                    } | {
                        apiKey: string;
                    };
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
            };
        };
        /** Sign out */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How people can sign in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignInOptions"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff-emails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Digests and scheduled reports emailed to staff, and their delivery states, newest first
         * @description Agents see those to themselves. With `format`, the whole list as a file: at most 10000 rows, text that no spreadsheet runs. Needs the permission `read_emails`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the previous page */
                    cursor?: string;
                    format?: "json" | "csv" | "xlsx";
                    kind?: "digest" | "report";
                    /** @description Of a file. Default: that of the caller */
                    language?: "en" | "ar";
                    limit?: number;
                    /** @description `unknown`: it may have arrived; a digest is sent again, a report is not. The others are those of `ReportDelivery` */
                    state?: "pending" | "sending" | "accepted" | "unknown" | "rejected" | "no_recipient" | "not_allowed" | "too_long" | "replaced";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StaffEmailPage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alarms, paused or unavailable systems, and the addresses of the other user interfaces */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What everybody who works here should know */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Status"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/students": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Students by name, with their applications
         * @description All students whom the sync has read, also those without an application, unless a filter or the order asks for one. `stage`, `programId` and `taskKind` mean the same application. A search that finds more than 10,000 students and is sorted by name lists 10,000 of them: add a word. With `format`, the whole list as a file: at most 10000 rows, text that no spreadsheet runs. Needs the permission `read_students`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Of students of this user in Odoo; 0: of students without an agent */
                    agentId?: number;
                    /** @description `next` of the previous page */
                    cursor?: string;
                    format?: "json" | "csv" | "xlsx";
                    /** @description Of a file. Default: that of the caller */
                    language?: "en" | "ar";
                    limit?: number;
                    programId?: number;
                    /** @description Beginnings of words of a name in either script, of the email, or of the student id. All must match */
                    search?: string;
                    /** @description `recent`: by the last change of an application. `waiting`: only students with an open task, longest wait first */
                    sort?: "name" | "name_arabic" | "recent" | "waiting";
                    /** @description Of an application */
                    stage?: string;
                    taskKind?: "eligibility" | "identity" | "person" | "enroll" | "problem" | "address" | "certificate";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StudentPage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/students/{studentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One student: who they are, and everything about each application
         * @description Needs the permission `read_students`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StudentDetail"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/students/{studentId}/personal-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Make the links to a learner’s personal page invalid
         * @description For an address that has fallen into wrong hands. The next email has a new one. Needs the permission `change_training`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    studentId: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Freshness: outages and pauses, lag of each model, queues, open webhooks and last failures
         * @description Needs the permission `read_sync`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description How current the numbers are */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Sync"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The caller’s saved views
         * @description Needs the permission `read_students`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ViewList"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Save a view, or replace the one of this name
         * @description Nobody else sees it. 409: the caller has 50 views already. Needs the permission `read_students`.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ViewSettings"];
                };
            };
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What a list of students shows, and in which order. What was searched for is not in it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["View"];
                    };
                };
            };
        };
        post?: never;
        /**
         * Delete a view of the caller
         * @description Needs the permission `read_students`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem with the request */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem on the server side */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** Actor */
        Actor: {
            /** @description `user:<id in Odoo>`, the id of an API key, a command line, or `learner` */
            id: string;
            /**
             * @description `staff`: signed in with an Odoo account; `key`: an API key; `other`: a command line, or a learner on their own page
             * @enum {unknown}
             */
            kind: "staff" | "key" | "other";
            name: string;
        };
        /**
         * Agent
         * @description The staff member whom Odoo assigns to a student
         */
        Agent: {
            /** @description User in Odoo */
            id: number;
            name: string | null;
        };
        /** Alarm */
        Alarm: {
            key: string;
            /** @description What is wrong and how to fix it */
            message: string;
            /** Format: date-time */
            since: string;
        };
        /**
         * ApiKey
         * @description Scopes are null for a key that may do everything
         */
        ApiKey: {
            /** Format: date-time */
            createdAt: string;
            createdBy: components["schemas"]["Actor"] | null;
            expiresAt: string | null;
            id: string;
            lastUsedAt: string | null;
            name: string;
            revokedAt: string | null;
            scopes: ("read_students" | "read_certificates" | "read_emails" | "decide" | "enroll" | "change_training" | "read_rules" | "edit_rules" | "manage_intake" | "run_bulk" | "read_sync" | "manage_sync" | "read_service_levels" | "schedule_reports" | "read_audit" | "manage_keys")[] | null;
        };
        /** ApiKeys */
        ApiKeys: {
            keys: components["schemas"]["ApiKey"][];
        };
        /** Applicant */
        Applicant: {
            /** Format: date-time */
            assessedAt: string;
            links: {
                student: string;
            };
            /**
             * @description What would happen if the intake were on. `enroll`: enrolled at once; `agent`: an agent enrolls them; `review`: a person decides; `cannot_apply`: nothing
             * @enum {unknown}
             */
            outcome: "enroll" | "agent" | "review" | "cannot_apply";
            reasons: string[];
            /** @description The same, in the same order */
            reasonsArabic: (string | null)[];
            /** @description `<programId>-<studentId>` */
            ref: string;
            studentId: number;
        };
        /** ApplicantPage */
        ApplicantPage: {
            applicants: components["schemas"]["Applicant"][];
            /** @description false: students are still being read, so that more may follow */
            complete: boolean;
            next: string | null;
        };
        /** ApplicationProgress */
        ApplicationProgress: {
            /**
             * Format: date-time
             * @description When the oldest of the numbers was read
             */
            asOf: string;
            /** @description Average of the courses, percent */
            overall: number;
        };
        /** Assignee */
        Assignee: {
            id: number;
            name: string;
            /** @description Tasks that wait for them now */
            openTasks: number;
        };
        /** Assignees */
        Assignees: {
            assignees: components["schemas"]["Assignee"][];
        };
        /** Assignment */
        Assignment: {
            assigneeId: number | null;
            /**
             * @description Whose task. Default: the one that waits longest
             * @enum {unknown}
             */
            flow?: "enrollment" | "progress" | "certificate";
        };
        /** AtRisk */
        AtRisk: {
            programId: number;
            programName: string;
            reasons: ("stalled" | "overdue" | "problem" | "task_waits")[];
            /** Format: date-time */
            since: string;
            stage: string;
            student: components["schemas"]["Person"] | null;
            studentId: number;
        };
        /** AuditChange */
        AuditChange: {
            action: string;
            actor: components["schemas"]["Actor"];
            after: {
                [key: string]: unknown;
            } | null;
            /** Format: date-time */
            at: string;
            before: {
                [key: string]: unknown;
            } | null;
            commandId: string | null;
            commentId: number | null;
            /** @enum {unknown} */
            entity: "application" | "policy" | "course_rules" | "intake" | "outside_system" | "reconciliation" | "bulk_operation" | "api_key" | "session" | "learner" | "report_schedule";
            entityId: string;
            id: number;
            /**
             * @description `done`; or of a command to a workflow: `requested`, and then `done`, `accepted`, `refused` or `failed`
             * @enum {unknown}
             */
            outcome: "done" | "requested" | "accepted" | "refused" | "failed";
            programId: number | null;
            requestId: string | null;
            studentId: number | null;
        };
        /** AuditPage */
        AuditPage: {
            changes: components["schemas"]["AuditChange"][];
            next: string | null;
        };
        /**
         * BulkCheck
         * @description Odoo after the run, or its undo, compared with Odoo before it and with what the preview said
         */
        BulkCheck: {
            /** @description Students with a difference, by its kind */
            differences: {
                [key: string]: number;
            };
            failureType: string | null;
            finishedAt: string | null;
            /** Format: date-time */
            startedAt: string;
            /** @enum {unknown} */
            state: "checking" | "completed" | "failed";
            /** @description Students compared */
            students: number;
            /** @description Students for whom Odoo does not have everything yet that the preview said */
            waiting: number;
        };
        /** BulkConfirmation */
        BulkConfirmation: {
            /** @description How many students in training may be concerned; needed above the guard */
            accept?: number;
            /** @description Of the preview that was read */
            hash: string;
        };
        /** BulkDifference */
        BulkDifference: {
            detail: string;
            /** @enum {unknown} */
            kind: "access" | "tracker" | "contact" | "status" | "certificate" | "email" | "student";
            name: string | null;
            nameArabic: string | null;
            /** @description `<programId>-<studentId>` */
            ref: string;
            studentId: number;
        };
        /** BulkDifferencePage */
        BulkDifferencePage: {
            differences: components["schemas"]["BulkDifference"][];
            next: string | null;
        };
        /** BulkItem */
        BulkItem: {
            effects: {
                count: number;
                /** @enum {unknown} */
                effect: "application" | "contact_created" | "contact_linked" | "membership" | "tracker" | "status" | "email" | "task" | "pause" | "resumption" | "deadline" | "reading" | "decision" | "completion" | "certificate" | "policy";
                undoable: boolean;
            }[];
            name: string | null;
            nameArabic: string | null;
            /** @enum {unknown} */
            outcome: "pending" | "excluded" | "applying" | "done" | "changed" | "failed" | "skipped" | "undoing" | "undone" | "kept" | "undo_failed";
            /** @description Why it was excluded, left out, failed or kept */
            reasons: string[];
            /** @description The same, in the same order */
            reasonsArabic: (string | null)[];
            /** @description `<programId>-<studentId>` */
            ref: string;
            studentId: number;
            warnings: string[];
            /** @description The same, in the same order */
            warningsArabic: (string | null)[];
        };
        /** BulkItemPage */
        BulkItemPage: {
            items: components["schemas"]["BulkItem"][];
            next: string | null;
        };
        /** BulkOperation */
        BulkOperation: {
            author: string;
            check: components["schemas"]["BulkCheck"] | null;
            confirmedAt: string | null;
            confirmedBy: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Added up over all students who are not excluded */
            effects: {
                count: number;
                /** @enum {unknown} */
                effect: "application" | "contact_created" | "contact_linked" | "membership" | "tracker" | "status" | "email" | "task" | "pause" | "resumption" | "deadline" | "reading" | "decision" | "completion" | "certificate" | "policy";
                undoable: boolean;
            }[];
            failureType: string | null;
            filter: {
                /** @description Odoo user to whom the student is assigned */
                agentId?: number;
                /** @description Intake batch that the students came with; only where Odoo has the training suite */
                intakeBatchId?: number;
                programId: number;
                /** @description Size of a wave: the first so many students, by rising id, to whom something would happen */
                size?: number;
                /** @description Stage of the application. Not for `enroll` */
                stage?: string;
                studentIds?: number[];
                /** @description States of the student in Odoo */
                studentStates?: string[];
                /**
                 * @description Kind of an open task. Not for `enroll`
                 * @enum {unknown}
                 */
                taskKind?: "eligibility" | "identity" | "person" | "enroll" | "problem" | "address" | "certificate";
            };
            finishedAt: string | null;
            /** @description Students in training whom it concerns, and all who are; for `enroll`, students who would begin, and all students in Odoo. Above `BULK_GUARD_PERCENT` the confirmation needs `accept` */
            guard: {
                concerned: number;
                known: number;
            };
            hash: string | null;
            id: number;
            /** @enum {unknown} */
            kind: "enroll" | "withdraw" | "pause" | "resume" | "extend" | "resync" | "decide_reviews" | "enroll_by_agent" | "resend_email" | "override" | "move_to_policy";
            links: {
                differences: string;
                items: string;
                self: string;
            };
            /** @description Effects that cannot be undone, such as emails */
            notUndoable: number;
            /** @description Students by outcome */
            outcomes: {
                [key: string]: number;
            };
            parameters: {
                [key: string]: unknown;
            };
            previewedAt: string | null;
            progress: {
                finished: number;
                total: number;
            };
            reason: string;
            /** @enum {unknown} */
            state: "previewing" | "previewed" | "running" | "paused" | "cancelled" | "completed" | "undoing" | "undo_paused" | "undone" | "failed";
            undoneBy: string | null;
            warnings: {
                students: number;
                warning: string;
                warningArabic: string | null;
            }[];
        };
        /** BulkOperationPage */
        BulkOperationPage: {
            next: string | null;
            operations: components["schemas"]["BulkOperation"][];
        };
        /** Certificate */
        Certificate: {
            /** Format: date */
            completedOn: string;
            courses: string[];
            decision: {
                by: string;
                comment?: string;
            } | null;
            /** Format: date-time */
            issuedAt: string;
            links: {
                enrollment: string;
                pdf: string;
                verification: string;
            };
            number: string;
            odooCertificateId: number | null;
            programId: number;
            programName: string;
            /** @description `<programId>-<studentId>` */
            ref: string;
            /** @description As checked when the certificate was issued */
            requirements: components["schemas"]["CheckedRequirement"][];
            revocation: {
                by: string;
                comment?: string;
            } | null;
            sha256: string | null;
            /** @enum {unknown} */
            status: "valid" | "revoked" | "superseded" | "withdrawn" | "expired";
            /**
             * Format: date
             * @description Day from which the status holds
             */
            statusSince: string;
            student: components["schemas"]["Person"] | null;
            studentId: number;
            validUntil: string | null;
            version: number;
        };
        /**
         * CertificateHolder
         * @description As printed
         */
        CertificateHolder: {
            arabic: string | null;
            latin: string | null;
        };
        /** CertificatePage */
        CertificatePage: {
            certificates: components["schemas"]["CertificateRow"][];
            next: string | null;
        };
        /** CertificateResend */
        CertificateResend: {
            /** @description Of the new email in the ledger */
            version: string;
        };
        /** CertificateRow */
        CertificateRow: {
            holder: components["schemas"]["CertificateHolder"];
            /** Format: date-time */
            issuedAt: string;
            links: {
                pdf: string;
                verification: string;
            };
            number: string;
            programId: number;
            /** @description When it was issued */
            programName: string;
            /** @description `<programId>-<studentId>` */
            ref: string;
            /** @enum {unknown} */
            state: "valid" | "revoked" | "superseded" | "withdrawn" | "expired";
            studentId: number;
            validUntil: string | null;
            version: number;
        };
        /** CertificateSummary */
        CertificateSummary: {
            /** Format: date-time */
            issuedAt: string;
            links: {
                pdf: string;
                self: string;
                verification: string;
            };
            number: string;
            /** @enum {unknown} */
            state: "valid" | "revoked" | "superseded" | "withdrawn" | "expired";
            validUntil: string | null;
            version: number;
        };
        /**
         * ChartPosition
         * @description Where the present run stands on one of the three flowcharts
         */
        ChartPosition: {
            box: ("A" | "B" | "C" | "D" | "E" | "F" | "G" | "H" | "I" | "J" | "K") | null;
            /** @enum {unknown} */
            chart: 1 | 2 | 3;
            /** @enum {unknown} */
            flow: "enrollment" | "progress" | "certificate";
            /**
             * @description `done`: at the end of the chart. `ended`: left without reaching it
             * @enum {unknown}
             */
            state: "not_started" | "open" | "done" | "ended";
        };
        /** CheckedRequirement */
        CheckedRequirement: {
            courseIntegrationId: number | null;
            criterion: string;
            found: string;
            foundArabic: string | null;
            met: boolean;
            wanted: string;
            wantedArabic: string | null;
        };
        /**
         * Cohort
         * @description The latest 24 months
         */
        Cohort: {
            applied: number;
            certified: number;
            completionRate: number | null;
            enrolled: number;
            /** @description YYYY-MM, in the center’s time zone, in which the runs began */
            month: string;
        };
        /**
         * Colleague
         * @description null: the student’s agent
         */
        Colleague: {
            id: number;
            name: string | null;
        };
        /**
         * CommandDone
         * @description The command was done
         */
        CommandDone: {
            closed: boolean;
            /** @description Number of the last step */
            seq: number;
            /** @description Stage after the command */
            stage: string;
            task: components["schemas"]["Task"] | null;
        };
        /**
         * CommandPending
         * @description The workflow has accepted the command but not finished it yet
         */
        CommandPending: {
            detail: string;
            links: {
                enrollment: string;
            };
        };
        /** Comment */
        Comment: {
            /** Format: date-time */
            at: string;
            /** @description Name of the person or API key */
            author: string;
            id: string;
            text: string;
        };
        /** ContactChoice */
        ContactChoice: {
            email: string | null;
            id: number;
            isArchived: boolean;
            /** @description It is linked to another student */
            isOfAnother: boolean;
            name: string;
            /** @description The contact in Odoo */
            odoo: string;
        };
        /** ContactChoiceList */
        ContactChoiceList: {
            contacts: components["schemas"]["ContactChoice"][];
        };
        /** ContentCompleted */
        ContentCompleted: {
            /** @description Number of contents that were not completed before */
            marked: number;
        };
        /** ContentCompletion */
        ContentCompletion: {
            courseIntegrationId: number;
            reason: string;
            slideIds: number[] | "all";
        };
        /**
         * Course
         * @description A course of a program, with the requirements that Odoo has for it
         */
        Course: {
            active: boolean;
            /** @description false: an agent enrolls the students */
            autoEnroll: boolean;
            /** @description Percent */
            completionThreshold: number;
            /** @description Course integration */
            id: number;
            /** @description Percent */
            minElearningProgress: number;
            minHomeworkRequired: number;
            minSessionsRequired: number;
            name: string;
            /** @description Address of the record in Odoo */
            odoo: string;
        };
        /**
         * CourseProgress
         * @description Percentages; null: not part of the course
         */
        CourseProgress: {
            /**
             * Format: date-time
             * @description When the course was read in Odoo
             */
            asOf: string;
            assessments: number | null;
            courseIntegrationId: number;
            elearning: number | null;
            homework: number | null;
            membership: string;
            overall: number;
            sessions: number | null;
            /**
             * @description What made us read it
             * @enum {unknown}
             */
            source: "webhook" | "sweep" | "reconciliation" | "resync";
            threshold: number;
            trackerStatus: string;
        };
        /** CourseRating */
        CourseRating: {
            /** Format: date-time */
            asOf: string;
            /** @description 1–5 stars: of all ratings that stood at the end of the period */
            average: number;
            baseline: number | null;
            baselineCount: number;
            /** @description Of the eLearning course in Odoo */
            channelId: number;
            count: number;
            title: string;
        };
        /**
         * CourseRuleChange
         * @description What two versions of a program’s courses have differently; null: not there
         */
        CourseRuleChange: {
            after: (string | number) | null;
            before: (string | number) | null;
            course: string;
            courseIntegrationId: number;
            /** @description `course`: part of the program or not; `lessons`, `completionThreshold` …: as Odoo has it; or an assessment by name */
            setting: string;
        };
        /**
         * CourseRules
         * @description What the courses of a program ask for in Odoo, and which trainings follow it
         */
        CourseRules: {
            held: components["schemas"]["HeldTrainings"][];
            /** @description The last changes, newest first */
            history: components["schemas"]["NoticedChange"][];
            /** @description Whether a person must decide about it */
            open: boolean;
            programId: number;
            /** @description The newest one that was noticed; 0: none yet */
            version: number;
        };
        /** CourseRulesDecision */
        CourseRulesDecision: {
            /**
             * @description `apply`: all students in training follow the change; `new_only`: those who begin later do
             * @enum {unknown}
             */
            decision: "apply" | "new_only";
            dryRun?: number;
            reason: string;
        };
        /** CreatedApiKey */
        CreatedApiKey: {
            /** Format: date-time */
            createdAt: string;
            createdBy: components["schemas"]["Actor"] | null;
            expiresAt: string | null;
            id: string;
            /** @description The key itself; it cannot be read again */
            key: string;
            lastUsedAt: string | null;
            name: string;
            revokedAt: string | null;
            scopes: ("read_students" | "read_certificates" | "read_emails" | "decide" | "enroll" | "change_training" | "read_rules" | "edit_rules" | "manage_intake" | "run_bulk" | "read_sync" | "manage_sync" | "read_service_levels" | "schedule_reports" | "read_audit" | "manage_keys")[] | null;
        };
        /** Daily */
        Daily: {
            /** @enum {string} */
            every: "day";
            /** @description In the center’s time zone */
            hour: number;
        };
        /** Decision */
        Decision: {
            comment?: string;
            /** @enum {unknown} */
            decision: "approve" | "reject" | "ask_more" | "use_contact" | "create_contact" | "enroll" | "skip" | "retry" | "issue_anyway" | "record_again" | "wait" | "decline" | "same_person" | "another_person" | "end";
            /** @enum {unknown} */
            flow?: "enrollment" | "progress" | "certificate";
            /** @description The chosen contact, for `use_contact` */
            partnerId?: number;
        };
        /**
         * DecisionBasis
         * @description What a decision is based on; null: the run has recorded none
         */
        DecisionBasis: {
            check: components["schemas"]["RequirementCheck"] | null;
            verdict: components["schemas"]["EligibilityVerdict"] | null;
        };
        /**
         * Drift
         * @description A difference between Odoo and what we remembered, which neither a webhook nor the sweep had noticed
         */
        Drift: {
            /** @enum {unknown} */
            action: "reread" | "forget" | "restart" | "person";
            /** @enum {unknown} */
            class: "missing" | "extra" | "stale" | "deleted" | "merged_contact" | "archived_membership" | "duplicate_tracker" | "certificate_without_workflow" | "workflow_without_student" | "status_set_by_hand";
            /** @description Fields that differ */
            fields: string[];
            formerStudentId: number | null;
            /** Format: date-time */
            foundAt: string;
            id: number;
            model: string;
            programId: number | null;
            recordId: number;
            /**
             * @description `noticed`: the student is about to be read again; `handed_over`: a person has a task (`GET /v1/reviews`)
             * @enum {unknown}
             */
            state: "found" | "noticed" | "repaired" | "handed_over";
            studentId: number | null;
        };
        /** DriftPage */
        DriftPage: {
            drift: components["schemas"]["Drift"][];
            next: string | null;
        };
        /** DryRun */
        DryRun: {
            author: string;
            /** @description The newest version of the policy when it was made */
            basedOn: number;
            /** @description Consequences by kind; a student may have several */
            counts: {
                applies: number;
                becomes_eligible: number;
                becomes_unknown: number;
                certificate_due: number;
                certificate_not_due: number;
                certificate_to_review: number;
                course_complete: number;
                course_incomplete: number;
                milestone_reached: number;
                no_longer_applies: number;
                no_longer_eligible: number;
                progress_changed: number;
            };
            courseRules: number | null;
            failureType: string | null;
            finishedAt: string | null;
            /** @description Equal for equal rules on the same version */
            hash: string;
            id: number;
            links: {
                changes: string;
                policy: string;
                self: string;
            };
            programId: number;
            /** @description What differs from the newest policy */
            settings: {
                after: unknown;
                before: unknown;
                setting: string;
            }[];
            /** @description There is another version of the policy, or of the course rules, since */
            stale: boolean;
            /** Format: date-time */
            startedAt: string;
            /** @enum {unknown} */
            state: "running" | "completed" | "failed";
            students: number | null;
        };
        /**
         * DryRunRequest
         * @description Rules to compare with the present ones
         */
        DryRunRequest: {
            /** @description The newest version of the program’s course rules: what if students in training followed it, too */
            courseRules?: number;
            courses?: components["schemas"]["ProposedCourse"][];
            policy?: components["schemas"]["PolicyDocument"];
        };
        /** DryRuns */
        DryRuns: {
            dryRuns: components["schemas"]["DryRun"][];
        };
        /**
         * EligibilityVerdict
         * @description Of the last assessment of the run
         */
        EligibilityVerdict: {
            /** @description The facts, by name */
            inputs: {
                [key: string]: unknown;
            };
            /** @enum {unknown} */
            outcome: "eligible" | "not_eligible" | "unknown";
            policyVersion: number;
            reasons: {
                criterion: string;
                /** @enum {unknown} */
                kind: "fails" | "missing";
                message: string;
                messageArabic: string | null;
            }[];
        };
        /** Email */
        Email: {
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            id: number;
            /** @enum {unknown} */
            kind: "welcome" | "review_request" | "milestone" | "reminder" | "sign_in" | "completion" | "certificate";
            language: string;
            lastAttemptAt: string | null;
            messageId: string;
            programId: number;
            recipient: string | null;
            responseCode: number | null;
            /** @description Run of the application */
            run: number;
            /** @enum {unknown} */
            state: "pending" | "sending" | "accepted" | "possibly_twice" | "unknown" | "rejected" | "no_recipient" | "switched_off";
            studentId: number;
            version: string;
        };
        /** EmailPage */
        EmailPage: {
            emails: components["schemas"]["Email"][];
            next: string | null;
        };
        /** EnrollDecision */
        EnrollDecision: {
            comment?: string;
            /** @description Default: all courses that wait for an agent */
            courseIntegrationIds?: number[];
        };
        /**
         * Enrollment
         * @description An application
         */
        Enrollment: {
            /** @description The flow has ended */
            closed: boolean;
            /**
             * @description The flow that was started last
             * @enum {unknown}
             */
            flow: "enrollment" | "progress" | "certificate";
            links: {
                program: string | null;
                self: string;
                student: string | null;
                temporal: string | null;
            };
            /** @description The last step in a sentence */
            message: string;
            messageArabic: string | null;
            programId: number;
            programName: string;
            /** @description `<programId>-<studentId>` */
            ref: string;
            /** @description Run of the application: 1, or more after it was reopened */
            run: number;
            /** @description Stage of that flow */
            stage: string;
            stageSince: string | null;
            student: components["schemas"]["Person"] | null;
            studentId: number;
            task: components["schemas"]["Task"] | null;
            updatedAt: string | null;
        };
        /** EnrollmentDetail */
        EnrollmentDetail: {
            basis: components["schemas"]["DecisionBasis"];
            /** @description Newest first */
            certificates: components["schemas"]["CertificateSummary"][];
            /** @description The flow has ended */
            closed: boolean;
            /** @description What the application accepts in its stage; `reopen` is `POST /v1/enrollments` */
            commands: ("decide" | "enroll" | "withdraw" | "resync" | "pause" | "resume" | "extend" | "override" | "complete_content" | "reopen")[];
            comments: components["schemas"]["Comment"][];
            /** @description The latest 50, newest first */
            emails: components["schemas"]["Email"][];
            /**
             * @description The flow that was started last
             * @enum {unknown}
             */
            flow: "enrollment" | "progress" | "certificate";
            /** @description In the order they were started */
            flows: components["schemas"]["FlowState"][];
            /** @description Outages and pauses that its next call waits for, in sentences */
            heldUpBy: string[];
            /** @description The same, in the same order */
            heldUpByArabic: (string | null)[];
            learner: components["schemas"]["LearnerChoices"] | null;
            links: {
                program: string | null;
                self: string;
                student: string | null;
                temporal: string | null;
            };
            /** @description The last step in a sentence */
            message: string;
            messageArabic: string | null;
            /** @description What prevents the next step, in sentences */
            missing: string[];
            /** @description The same, in the same order */
            missingArabic: (string | null)[];
            /** @description On the three charts, in their order */
            positions: components["schemas"]["ChartPosition"][];
            programId: number;
            programName: string;
            progress: components["schemas"]["CourseProgress"][];
            /** @description `<programId>-<studentId>` */
            ref: string;
            /** @description Run of the application: 1, or more after it was reopened */
            run: number;
            /** @description Stage of that flow */
            stage: string;
            stageSince: string | null;
            /** @description Oldest first */
            steps: components["schemas"]["Step"][];
            student: components["schemas"]["Person"] | null;
            studentId: number;
            task: components["schemas"]["Task"] | null;
            updatedAt: string | null;
        };
        /** EnrollmentPage */
        EnrollmentPage: {
            enrollments: components["schemas"]["Enrollment"][];
            next: string | null;
        };
        /** ErrorBudget */
        ErrorBudget: {
            /** @description How many of `count` may miss the target */
            allowed: number;
            left: number | null;
            used: number;
        };
        /**
         * Event
         * @description Something that pages show has changed. Without a student: of several, or of none
         */
        Event: {
            programId: number | null;
            studentId: number | null;
            /**
             * @description `reset`: events were missed, so everything may have changed
             * @enum {unknown}
             */
            type: "application" | "task" | "certificate" | "sync" | "bulk" | "reset";
        };
        /** EventPage */
        EventPage: {
            events: components["schemas"]["Event"][];
            /** @description Send it as `after` to get what happened since */
            next: string;
        };
        /** Extension */
        Extension: {
            /** @description An instant, or a day, at whose end in the center’s time zone the deadline is */
            deadline: string;
            reason: string;
        };
        /** FlowState */
        FlowState: {
            /** Format: date-time */
            at: string;
            closed: boolean;
            /** @enum {unknown} */
            flow: "enrollment" | "progress" | "certificate";
            message: string;
            messageArabic: string | null;
            /** @description Run of the application: 1, or more after it was reopened */
            run: number;
            stage: string;
            task: components["schemas"]["Task"] | null;
            temporal: string | null;
            workflowId: string;
        };
        /** FoundCertificate */
        FoundCertificate: {
            links: {
                self: string;
            };
            number: string;
            programId: number;
            /** @enum {unknown} */
            state: "valid" | "revoked" | "superseded" | "withdrawn" | "expired";
            student: components["schemas"]["Person"] | null;
            studentId: number;
        };
        /** FoundStudent */
        FoundStudent: {
            agent: components["schemas"]["Agent"] | null;
            /**
             * @description In which the student is written to
             * @enum {unknown}
             */
            language: "ar" | "en";
            links: {
                odoo: string;
                self: string;
            };
            /** @description In Latin letters, where Odoo has such a name */
            name: string;
            nameArabic: string | null;
            studentId: number;
        };
        /** FunnelStep */
        FunnelStep: {
            count: number;
            ofAll: number | null;
            ofPrevious: number | null;
            /**
             * @description `applied`: runs of applications that began in the period. `enrolled`: whose training began. `completed`: for which a certificate was requested. `certified`: that ended with one
             * @enum {unknown}
             */
            step: "applied" | "enrolled" | "completed" | "certified";
        };
        /** Health */
        Health: {
            /** @enum {string} */
            status: "ok";
        };
        /** HeldTrainings */
        HeldTrainings: {
            /** @description What the newest version would change */
            changes: components["schemas"]["CourseRuleChange"][];
            /** @description Trainings in progress that are under this version */
            trainings: number;
            version: number;
        };
        /** Intake */
        Intake: {
            accept: number;
            applicants: {
                agent: number;
                cannot_apply: number;
                enroll: number;
                review: number;
            };
            author: string | null;
            changedAt: string | null;
            /** @description false: students of the preview are still being read */
            complete: boolean;
            /**
             * @description `off`: only API and agents enroll; `preview`: applicants are assessed and listed, and nothing else happens; `on`: students are enrolled automatically
             * @enum {unknown}
             */
            mode: "off" | "preview" | "on";
            programId: number;
            reason: string | null;
            since: string | null;
            stoppedAtCount: number | null;
            /** @description 0: the default; nobody has set it */
            version: number;
        };
        /** IntakeBatch */
        IntakeBatch: {
            filename: string | null;
            id: number;
            name: string;
            students: number;
        };
        /** IntakeBatchList */
        IntakeBatchList: {
            batches: components["schemas"]["IntakeBatch"][];
        };
        /** IntakeChange */
        IntakeChange: {
            /** @description How many applications are expected, even if they are found at once. Only for `on` */
            accept?: number;
            /**
             * @description `off`: only API and agents enroll; `preview`: applicants are assessed and listed, and nothing else happens; `on`: students are enrolled automatically
             * @enum {unknown}
             */
            mode: "off" | "preview" | "on";
            reason: string;
            since?: string | null;
        };
        /**
         * LastReport
         * @description The report that was due last
         */
        LastReport: {
            /** Format: date-time */
            asOf: string;
            deliveries: components["schemas"]["ReportDelivery"][];
        };
        /**
         * LearnerChoices
         * @description What the learner has chosen on their personal page
         */
        LearnerChoices: {
            language: ("ar" | "en") | null;
            /**
             * Format: date-time
             * @description Since when the links in emails are valid
             */
            linkedAt: string;
            remindersOffAt: string | null;
        };
        /** LearningEvent */
        LearningEvent: {
            data: {
                /** @description Odoo’s id of the course */
                channelId: number;
                /** @description Odoo’s id of the learner’s contact */
                partnerId: number;
            } & {
                [key: string]: unknown;
            };
            /** Format: date-time */
            timestamp: string;
            /** @enum {unknown} */
            type: "elearning.progress_updated" | "elearning.completed";
        } & {
            [key: string]: unknown;
        };
        /** Me */
        Me: {
            /** @description To be sent as `x-csrf-token` with every change in this session; null with an API key */
            csrfToken: string | null;
            /** @enum {unknown} */
            kind: "staff" | "key";
            /** @enum {unknown} */
            language: "ar" | "en";
            name: string;
            odooUserId: number | null;
            permissions: ("read_students" | "read_certificates" | "read_emails" | "decide" | "enroll" | "change_training" | "read_rules" | "edit_rules" | "manage_intake" | "run_bulk" | "read_sync" | "manage_sync" | "read_service_levels" | "schedule_reports" | "read_audit" | "manage_keys")[];
            roles: ("manager" | "agent" | "teacher" | "accounting")[];
            /** @description Of the center: its days are those of the whole product */
            timeZone: string;
        };
        /** MigrationPlan */
        MigrationPlan: {
            author: string;
            counts: {
                adopt: number;
                cannot: number;
                certified: number;
                enroll: number;
                finished: number;
                person: number;
            };
            failureType: string | null;
            finishedAt: string | null;
            id: number;
            links: {
                self: string;
                students: string;
            };
            programId: number;
            /** Format: date-time */
            startedAt: string;
            /** @enum {unknown} */
            state: "running" | "completed" | "failed";
        };
        /** Monthly */
        Monthly: {
            /** @description In a month without it: its last day */
            day: number;
            /** @enum {string} */
            every: "month";
            /** @description In the center’s time zone */
            hour: number;
        };
        /** NewApiKey */
        NewApiKey: {
            /** @description Default: in a year; null: never */
            expiresAt?: string | null;
            name: string;
            /** @description What it may do; at most what you may do. null: everything */
            scopes: ("read_students" | "read_certificates" | "read_emails" | "decide" | "enroll" | "change_training" | "read_rules" | "edit_rules" | "manage_intake" | "run_bulk" | "read_sync" | "manage_sync" | "read_service_levels" | "schedule_reports" | "read_audit" | "manage_keys")[] | null;
        };
        /** NewBulkOperation */
        NewBulkOperation: {
            filter: {
                /** @description Odoo user to whom the student is assigned */
                agentId?: number;
                /** @description Intake batch that the students came with; only where Odoo has the training suite */
                intakeBatchId?: number;
                programId: number;
                /** @description Size of a wave: the first so many students, by rising id, to whom something would happen */
                size?: number;
                /** @description Stage of the application. Not for `enroll` */
                stage?: string;
                studentIds?: number[];
                /** @description States of the student in Odoo */
                studentStates?: string[];
                /**
                 * @description Kind of an open task. Not for `enroll`
                 * @enum {unknown}
                 */
                taskKind?: "eligibility" | "identity" | "person" | "enroll" | "problem" | "address" | "certificate";
            };
            /** @enum {unknown} */
            kind: "enroll" | "withdraw" | "pause" | "resume" | "extend" | "resync" | "decide_reviews" | "enroll_by_agent" | "resend_email" | "override" | "move_to_policy";
            parameters?: {
                /** @description For `enroll`, a wave of existing students: take over who is in training, leave out who has finished or needs a person */
                adopt?: boolean;
                /** @description For `override`: the course to declare completed */
                courseIntegrationId?: number;
                /** @description For `enroll_by_agent`: only these. Default: all courses that wait for an agent */
                courseIntegrationIds?: number[];
                /** @description For `extend`: from the present deadline, or from today if that has passed */
                days?: number;
                /** @description For `extend`: an instant, or a day, at whose end in the center’s time zone the deadline is */
                deadline?: string;
                /**
                 * @description For `decide_reviews`, with `filter.taskKind`
                 * @enum {unknown}
                 */
                decision?: "approve" | "reject" | "ask_more" | "create_contact" | "skip" | "retry" | "issue_anyway" | "record_again" | "wait" | "decline" | "same_person" | "another_person" | "end";
                /** @description For `move_to_policy`: the dry run of that version */
                dryRun?: number;
                /**
                 * @description For `resend_email`
                 * @enum {unknown}
                 */
                email?: "welcome" | "completion" | "certificate";
                /** @description For `move_to_policy` */
                policyVersion?: number;
            };
            reason: string;
        };
        /** NewComment */
        NewComment: {
            text: string;
        };
        /** NewEnrollment */
        NewEnrollment: {
            /** @description The student is in training already: memberships, trackers and progress are taken as they are, without a welcome email or emails about what was reached before. Who has finished is left alone */
            adopt?: boolean;
            programId: number;
            studentId: number;
        };
        /** NewPause */
        NewPause: {
            reason: string;
            /** @enum {unknown} */
            system: "everything" | "odoo" | "mail";
        };
        /** NewReconciliation */
        NewReconciliation: {
            /** @default false */
            dryRun: boolean;
        };
        /** NoDetails */
        NoDetails: Record<string, never>;
        /** NoticedChange */
        NoticedChange: {
            changes: components["schemas"]["CourseRuleChange"][];
            decidedAt: string | null;
            decidedBy: string | null;
            /**
             * @description `open`: students in training stay as they are until a person decides; `superseded`: Odoo changed again before that; `applied`, `new_only`: what a person decided; `at_once`, `nobody`: nobody had to
             * @enum {unknown}
             */
            decision: "first" | "at_once" | "nobody" | "open" | "superseded" | "applied" | "new_only";
            dryRun: number | null;
            /** Format: date-time */
            noticedAt: string;
            reason: string | null;
            version: number;
        };
        /**
         * OdooCall
         * @description Fields of the record may follow; they are ignored
         */
        OdooCall: {
            /** @description Name of the calling action */
            _action?: string;
            _id: number;
            /** @description Odoo’s name of the model */
            _model: string;
        } & {
            [key: string]: unknown;
        };
        /** OpenHints */
        OpenHints: {
            oldest: string | null;
            /** @description Webhooks and signed events that were not resolved yet */
            open: number;
            /** @description The oldest hints that should have been resolved by now, 20 at most */
            overdue: {
                calls: number;
                /** @description Odoo’s own name */
                model: string;
                recordId: number;
                /** Format: date-time */
                since: string;
            }[];
        };
        /** OpenTask */
        OpenTask: {
            /** @enum {unknown} */
            flow: "enrollment" | "progress" | "certificate";
            /** @enum {unknown} */
            kind: "eligibility" | "identity" | "person" | "enroll" | "problem" | "address" | "certificate";
            /** Format: date-time */
            since: string;
        };
        /** OptionalReason */
        OptionalReason: {
            reason?: string;
        };
        /** Override */
        Override: {
            courseIntegrationId: number;
            reason: string;
        };
        /** Overview */
        Overview: {
            /** Format: date-time */
            asOf: string;
            /** @description The open applications that have stood longest, `limit` of those that are stalled, overdue or have a problem, or whose task has waited for seven days */
            atRisk: components["schemas"]["AtRisk"][];
            /** @description Oldest first */
            cohorts: components["schemas"]["Cohort"][];
            /** @description The deadlines of open tasks that come next */
            deadlines: components["schemas"]["TaskDeadline"][];
            funnel: components["schemas"]["FunnelStep"][];
            timeToCertificate: components["schemas"]["TimeToCertificate"];
            /** @description Of the center; in it days and months are counted */
            timeZone: string;
            /** @description The next deadlines of trainings within `dueDays`, not of those that are paused or complete */
            trainingsDue: components["schemas"]["TrainingDeadline"][];
            /** @description Most tasks first; null: students without an agent */
            workload: components["schemas"]["Workload"][];
        };
        /** Pause */
        Pause: {
            /** @description Name of the person or API key, or user of the command line */
            author: string;
            reason: string;
            /** Format: date-time */
            since: string;
            /** @enum {unknown} */
            system: "everything" | "odoo" | "mail";
        };
        /** Pauses */
        Pauses: {
            /** @description What is paused now, oldest first */
            pauses: components["schemas"]["Pause"][];
        };
        /**
         * Person
         * @description A student by name, as the sync last read them
         */
        Person: {
            agent: components["schemas"]["Agent"] | null;
            /**
             * @description In which the student is written to
             * @enum {unknown}
             */
            language: "ar" | "en";
            /** @description In Latin letters, where Odoo has such a name */
            name: string;
            nameArabic: string | null;
        };
        /** PlannedStudent */
        PlannedStudent: {
            name: string | null;
            nameArabic: string | null;
            /**
             * @description `enroll`: like a newcomer; `adopt`: in training, taken over as they are; `finished`, `certified`: left alone; `person`: somebody must decide first; `cannot`: nothing would happen
             * @enum {unknown}
             */
            outcome: "enroll" | "adopt" | "finished" | "certified" | "person" | "cannot";
            reasons: string[];
            /** @description The same, in the same order */
            reasonsArabic: (string | null)[];
            /** @description `<programId>-<studentId>` */
            ref: string;
            studentId: number;
        };
        /** PlannedStudentPage */
        PlannedStudentPage: {
            next: string | null;
            students: components["schemas"]["PlannedStudent"][];
        };
        /** Policy */
        Policy: {
            /**
             * @description `preferring`: only students who prefer a course of the program apply automatically
             * @enum {unknown}
             */
            applicants: "all" | "preferring";
            /** @description States of a student in which they apply automatically. Absent: nobody who is finished or rejected */
            applicantStates?: string[];
            certificate: {
                requireMinElearning: boolean;
                review: {
                    escalateAfterDays: number;
                    remindAfterDays: number;
                };
                validMonths: number | null;
            };
            eligibility: {
                documents: string[];
                englishLevels: string[] | null;
                maxAge: number | null;
                minAge: number | null;
                requiresPriorCertificate: boolean;
            };
            review: {
                deadlineDays: number;
                escalateAfterDays: number;
                remindAfterDays: number;
            };
            training: {
                deadlineWeeks: number | null;
                maxReminders: number;
                milestones: number[];
                remindAfterDays: number;
                /** @description Days after which a learner is reminded who has never signed in to Odoo, rising. Absent: after 3 and 10 */
                signInReminders?: number[];
                stalledAfterDays: number;
            };
            /** @description 0: the default policy; no other was written */
            version: number;
            weights: {
                assessments: number;
                elearning: number;
                homework: number;
                sessions: number;
            };
        };
        /**
         * PolicyDocument
         * @description The rules of a program that Odoo has no fields for
         */
        PolicyDocument: {
            /**
             * @description `preferring`: only students who prefer a course of the program apply automatically
             * @enum {unknown}
             */
            applicants: "all" | "preferring";
            /** @description States of a student in which they apply automatically. Absent: nobody who is finished or rejected */
            applicantStates?: string[];
            certificate: {
                requireMinElearning: boolean;
                review: {
                    escalateAfterDays: number;
                    remindAfterDays: number;
                };
                validMonths: number | null;
            };
            eligibility: {
                documents: string[];
                englishLevels: string[] | null;
                maxAge: number | null;
                minAge: number | null;
                requiresPriorCertificate: boolean;
            };
            review: {
                deadlineDays: number;
                escalateAfterDays: number;
                remindAfterDays: number;
            };
            training: {
                deadlineWeeks: number | null;
                maxReminders: number;
                milestones: number[];
                remindAfterDays: number;
                /** @description Days after which a learner is reminded who has never signed in to Odoo, rising. Absent: after 3 and 10 */
                signInReminders?: number[];
                stalledAfterDays: number;
            };
            weights: {
                assessments: number;
                elearning: number;
                homework: number;
                sessions: number;
            };
        };
        /** PolicyMove */
        PolicyMove: {
            /** @description Of the policy of that version */
            dryRun: number;
            reason: string;
            version: number;
        };
        /** PolicyMoved */
        PolicyMoved: {
            from: number;
            /** @description false: the application was under that version already */
            moved: boolean;
            to: number;
        };
        /**
         * Problem
         * @description RFC 9457
         */
        Problem: {
            /** @description What is wrong this time, and what to do */
            detail: string;
            errors?: {
                detail: string;
                /** @description JSON pointer */
                pointer: string;
            }[];
            /** @description Request id, as in the log */
            instance: string;
            /** @description The current state */
            state?: {
                [key: string]: unknown;
            };
            status: number;
            title: string;
            /** @description Stable name of the kind of problem */
            type: string;
        };
        /** Program */
        Program: {
            /** @description Whether a change of its courses in Odoo waits for a decision: `GET …/course-rules` */
            courseChange: boolean;
            id: number;
            /** @enum {unknown} */
            intake: "off" | "preview" | "on";
            name: string | null;
            /** @description Address of the record in Odoo */
            odoo: string;
            /** @description 0: the default policy */
            policyVersion: number;
        };
        /** ProgramDetail */
        ProgramDetail: {
            courses: components["schemas"]["Course"][];
            id: number;
            name: string | null;
            /** @description Address of the record in Odoo */
            odoo: string;
        };
        /** Programs */
        Programs: {
            programs: components["schemas"]["Program"][];
        };
        /** Progress */
        Progress: {
            courses: components["schemas"]["CourseProgress"][];
            stage: string;
        };
        /**
         * ProposedCourse
         * @description A course integration as it would be in Odoo. What is absent stays as it is
         */
        ProposedCourse: {
            completionThreshold?: number;
            courseIntegrationId: number;
            /** @description Whether the course is part of the program; absent: as in Odoo */
            included?: boolean;
            minElearningProgress?: number;
            minHomeworkRequired?: number;
            minSessionsRequired?: number;
        };
        /** Readiness */
        Readiness: {
            /** @description Faults that concern everybody, until a person fixes them */
            alarms: components["schemas"]["Alarm"][];
            /** @enum {unknown} */
            database: "ok" | "unavailable" | "not_configured";
            /** @enum {unknown} */
            mail: "ok" | "unavailable" | "not_configured";
            /** @enum {unknown} */
            odoo: "ok" | "unavailable" | "not_configured";
            /** @description Temporal and the database respond, and no alarm stops the work */
            ready: boolean;
            /** @description Systems that are paused, unavailable or recovering. None of this makes us unready */
            systems: components["schemas"]["SystemHealth"][];
            /** @enum {unknown} */
            temporal: "ok" | "unavailable" | "not_configured";
        };
        /** Reason */
        Reason: {
            reason: string;
        };
        /** Reconciliation */
        Reconciliation: {
            accuracy: number | null;
            confirmedBy: string | null;
            /** @description How much of each kind was found */
            drift: {
                /** @enum {unknown} */
                class: "missing" | "extra" | "stale" | "deleted" | "merged_contact" | "archived_membership" | "duplicate_tracker" | "certificate_without_workflow" | "workflow_without_student" | "status_set_by_hand";
                count: number;
                model: string;
                /** @enum {unknown} */
                state: "found" | "noticed" | "repaired" | "handed_over";
            }[];
            /** @description It reports what it has found, and repairs nothing */
            dryRun: boolean;
            failureType: string | null;
            finishedAt: string | null;
            id: number;
            links: {
                drift: string;
                self: string;
            };
            models: {
                fields: {
                    /** @description 1 − mismatches / compared; 1: everything was as we remembered it */
                    accuracy: number;
                    compared: number;
                    /** @description `record`: whether the row is there at all */
                    field: string;
                    mismatches: number;
                }[];
                model: string;
            }[];
            requestedBy: string | null;
            /** Format: date-time */
            startedAt: string;
            /**
             * @description `stopped`: it would repair more than the guard allows, and waits for a confirmation
             * @enum {unknown}
             */
            state: "running" | "stopped" | "completed" | "failed";
            studentsConcerned: number | null;
            studentsKnown: number | null;
        };
        /** Reconciliations */
        Reconciliations: {
            reconciliations: components["schemas"]["ReconciliationSummary"][];
        };
        /**
         * ReconciliationStatus
         * @description How accurate what we knew was, whenever all records were compared with Odoo. `models`: of the last run that ended
         */
        ReconciliationStatus: {
            lastRun: components["schemas"]["ReconciliationSummary"] | null;
            models: {
                fields: {
                    /** @description 1 − mismatches / compared; 1: everything was as we remembered it */
                    accuracy: number;
                    compared: number;
                    /** @description `record`: whether the row is there at all */
                    field: string;
                    mismatches: number;
                }[];
                model: string;
            }[];
            /** @description The last 30 runs, newest first */
            runs: components["schemas"]["ReconciliationSummary"][];
        };
        /** ReconciliationSummary */
        ReconciliationSummary: {
            accuracy: number | null;
            confirmedBy: string | null;
            /** @description It reports what it has found, and repairs nothing */
            dryRun: boolean;
            failureType: string | null;
            finishedAt: string | null;
            id: number;
            links: {
                drift: string;
                self: string;
            };
            requestedBy: string | null;
            /** Format: date-time */
            startedAt: string;
            /**
             * @description `stopped`: it would repair more than the guard allows, and waits for a confirmation
             * @enum {unknown}
             */
            state: "running" | "stopped" | "completed" | "failed";
            studentsConcerned: number | null;
            studentsKnown: number | null;
        };
        /** Report */
        Report: {
            /** @description What the rows are */
            about: string;
            /** Format: date-time */
            asOf: string;
            columns: components["schemas"]["ReportColumn"][];
            /** @description Whether there are more rows than `limit` */
            hasMore: boolean;
            /** @description Without `asOf`: the same request has other rows later */
            isCurrent: boolean;
            /** @description What the report cannot say */
            notes: components["schemas"]["ReportNote"][];
            /** @enum {unknown} */
            report: "progress" | "enrollment" | "certificates" | "decisions" | "integration";
            /** @description Cells in the order of the columns */
            rows: ((string | number) | null)[][];
            timeZone: string;
            title: string;
        };
        /** ReportColumn */
        ReportColumn: {
            /** @enum {unknown} */
            id: "application" | "student" | "program" | "run" | "agent" | "began" | "trainingBegan" | "stage" | "since" | "task" | "taskSince" | "coursesCompleted" | "progress" | "ended" | "month" | "applied" | "enrolled" | "completed" | "certified" | "otherwiseEnded" | "open" | "completionRate" | "medianDays" | "number" | "holder" | "issued" | "validUntil" | "state" | "decidedAt" | "decision" | "decidedBy" | "reason" | "waitedDays" | "policyVersion" | "event" | "system" | "accuracy" | "compared" | "mismatches" | "note" | "instructions" | "missing" | "assignee" | "restsUntil" | "certificate" | "email" | "recipient" | "language" | "attempts" | "created" | "lastAttempt" | "at" | "actor" | "action" | "entity" | "entityId" | "outcome" | "before" | "after" | "requestId" | "operation" | "students" | "effects" | "why" | "tasks" | "oldestTask" | "deadline" | "assessed" | "report";
            /** @description In the language of the report */
            title: string;
            /**
             * @description `word`: of the API, see `words`. `program`, `actor`: a name. `percent`: 0–100. `instant`, `day`: ISO
             * @enum {unknown}
             */
            type: "text" | "word" | "program" | "actor" | "count" | "percent" | "days" | "instant" | "day";
            words: {
                [key: string]: string;
            } | null;
        };
        /** ReportDelivery */
        ReportDelivery: {
            recipient: components["schemas"]["ReportReader"];
            /**
             * @description `unknown`: it may have arrived, and is not sent again by itself. `not_allowed`: no longer staff, or their role may not read it. `too_long`: more rows than the format holds. `replaced`: the next one was due before it could be sent
             * @enum {unknown}
             */
            state: "pending" | "sending" | "accepted" | "unknown" | "rejected" | "no_recipient" | "not_allowed" | "too_long" | "replaced";
        };
        /** ReportNote */
        ReportNote: {
            /** @enum {unknown} */
            note: "names_are_todays" | "agents_are_todays" | "no_numbers_of_the_past" | "last_runs_only" | "log_is_seconds_behind";
            text: string;
        };
        /** ReportReader */
        ReportReader: {
            /** @description User in Odoo */
            id: number;
            name: string | null;
        };
        /** ReportReaders */
        ReportReaders: {
            readers: components["schemas"]["ReportReader"][];
        };
        /** ReportSchedule */
        ReportSchedule: {
            cadence: components["schemas"]["Daily"] | components["schemas"]["Weekly"] | components["schemas"]["Monthly"];
            createdBy: components["schemas"]["Actor"];
            /** @enum {unknown} */
            format: "csv" | "xlsx" | "pdf";
            id: number;
            /** @description null: each reader’s own */
            language: ("en" | "ar") | null;
            last: components["schemas"]["LastReport"] | null;
            /** Format: date-time */
            nextAt: string;
            /**
             * @description What it is about; whole days and months of the center, before the day on which it is due
             * @enum {unknown}
             */
            period: "everything" | "yesterday" | "last_7_days" | "last_month";
            /** @description null: all */
            programId: number | null;
            recipients: components["schemas"]["ReportReader"][];
            /** @enum {unknown} */
            report: "progress" | "enrollment" | "certificates" | "decisions" | "integration";
        };
        /** ReportSchedules */
        ReportSchedules: {
            /** @description Oldest first */
            schedules: components["schemas"]["ReportSchedule"][];
        };
        /** ReportScheduleSettings */
        ReportScheduleSettings: {
            cadence: components["schemas"]["Daily"] | components["schemas"]["Weekly"] | components["schemas"]["Monthly"];
            /** @enum {unknown} */
            format: "csv" | "xlsx" | "pdf";
            /** @description null: each reader’s own */
            language: ("en" | "ar") | null;
            /**
             * @description What it is about; whole days and months of the center, before the day on which it is due
             * @enum {unknown}
             */
            period: "everything" | "yesterday" | "last_7_days" | "last_month";
            /** @description null: all */
            programId: number | null;
            /** @description Users in Odoo, of `GET /v1/report-readers` */
            recipients: number[];
            /** @enum {unknown} */
            report: "progress" | "enrollment" | "certificates" | "decisions" | "integration";
        };
        /**
         * RequirementCheck
         * @description Of the last check before a certificate
         */
        RequirementCheck: {
            met: boolean;
            requirements: components["schemas"]["CheckedRequirement"][];
        };
        /**
         * Review
         * @description The open task of a workflow, or an email that was not delivered
         */
        Review: {
            basis: components["schemas"]["DecisionBasis"];
            /** @description What `POST …/review` accepts; empty: correct the record in Odoo */
            decisions: ("approve" | "reject" | "ask_more" | "use_contact" | "create_contact" | "enroll" | "skip" | "retry" | "issue_anyway" | "record_again" | "wait" | "decline" | "same_person" | "another_person" | "end")[];
            emailId: number | null;
            flow: ("enrollment" | "progress" | "certificate") | null;
            handling: components["schemas"]["TaskHandling"] | null;
            /** @description What is wrong and what to do */
            instructions: string;
            instructionsArabic: string | null;
            /** @enum {unknown} */
            kind: "task" | "email";
            links: {
                enrollment: string;
                review: string | null;
                student: string;
                temporal: string | null;
            };
            programId: number;
            programName: string;
            /** @description `<programId>-<studentId>` */
            ref: string;
            /** Format: date-time */
            since: string;
            student: components["schemas"]["Person"] | null;
            studentId: number;
            task: components["schemas"]["Task"] | null;
            /** @description What the last check of the flow found unmet */
            why: string[];
            /** @description The same, in the same order */
            whyArabic: (string | null)[];
        };
        /** ReviewPage */
        ReviewPage: {
            next: string | null;
            reviews: components["schemas"]["Review"][];
        };
        /** RuleChange */
        RuleChange: {
            after: string;
            afterArabic: string | null;
            before: string;
            beforeArabic: string | null;
            /**
             * @description `applicant`: never applied so far; `enrolling`: waits for a verdict; `training`: is learning
             * @enum {unknown}
             */
            concerned: "applicant" | "enrolling" | "training";
            courseIntegrationId: number | null;
            /**
             * @description Applicants and students in review: `applies` … `becomes_unknown`; students in training: the others
             * @enum {unknown}
             */
            kind: "applies" | "no_longer_applies" | "becomes_eligible" | "no_longer_eligible" | "becomes_unknown" | "course_complete" | "course_incomplete" | "milestone_reached" | "certificate_due" | "certificate_to_review" | "certificate_not_due" | "progress_changed";
            links: {
                student: string;
            };
            name: string | null;
            nameArabic: string | null;
            reason: string;
            reasonArabic: string | null;
            /** @description `<programId>-<studentId>` */
            ref: string;
            studentId: number;
        };
        /** RuleChangePage */
        RuleChangePage: {
            changes: components["schemas"]["RuleChange"][];
            next: string | null;
        };
        /** SearchResult */
        SearchResult: {
            certificates: components["schemas"]["FoundCertificate"][];
            students: components["schemas"]["FoundStudent"][];
        };
        /** ServiceLevel */
        ServiceLevel: {
            baseline: number | null;
            baselineCount: number;
            /** @description What the value is computed from: values, requests, minutes, trainings or ratings */
            count: number;
            errorBudget: components["schemas"]["ErrorBudget"] | null;
            isMet: boolean | null;
            /**
             * @description `sync_accuracy`: values equal to Odoo’s in comparisons (of the last 30). `response_time`: 95 % of the API’s requests within. `uptime`: minutes in which the API ran, since measuring began. `error_rate`: requests that ended with 500 or above. `completion_rate`: of trainings that ended, those with a certificate. `time_to_certificate`: median. `engagement`: of open trainings, those with a milestone or a completed course. `satisfaction`: mean of Odoo’s ratings of courses that stood at the end of the period
             * @enum {unknown}
             */
            level: "sync_accuracy" | "response_time" | "uptime" | "error_rate" | "completion_rate" | "time_to_certificate" | "engagement" | "satisfaction";
            target: number | null;
            /**
             * @description `share`: 0–1. `stars`: 1–5
             * @enum {unknown}
             */
            unit: "share" | "seconds" | "days" | "stars";
            value: number | null;
        };
        /** ServiceLevels */
        ServiceLevels: {
            baseline: components["schemas"]["ServicePeriod"];
            /** @description Courses of programs that learners have rated, by title */
            courseRatings: components["schemas"]["CourseRating"][];
            levels: components["schemas"]["ServiceLevel"][];
            period: components["schemas"]["ServicePeriod"];
        };
        /** ServicePeriod */
        ServicePeriod: {
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
        };
        /** SignInOptions */
        SignInOptions: {
            /** @description null: no OpenID provider is configured */
            provider: {
                /** @description Leads to the provider. `to` is the page of the staff app to come back to. */
                address: string;
                name: string;
            } | null;
        };
        /** Snooze */
        Snooze: {
            /**
             * @description Whose task. Default: the one that waits longest
             * @enum {unknown}
             */
            flow?: "enrollment" | "progress" | "certificate";
            until: string | null;
        };
        /** StaffEmail */
        StaffEmail: {
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            id: number;
            /** @enum {unknown} */
            kind: "digest" | "report";
            /** @description null: the mailbox for tasks of students without an agent */
            reader: components["schemas"]["ReportReader"] | null;
            report: ("progress" | "enrollment" | "certificates" | "decisions" | "integration") | null;
            /**
             * @description `unknown`: it may have arrived; a digest is sent again, a report is not. The others are those of `ReportDelivery`
             * @enum {unknown}
             */
            state: "pending" | "sending" | "accepted" | "unknown" | "rejected" | "no_recipient" | "not_allowed" | "too_long" | "replaced";
        };
        /** StaffEmailPage */
        StaffEmailPage: {
            emails: components["schemas"]["StaffEmail"][];
            next: string | null;
        };
        /**
         * Status
         * @description What everybody who works here should know
         */
        Status: {
            /** @description Faults that concern everybody, until a person fixes them */
            alarms: {
                /** @description What is wrong and how to fix it */
                message: string;
                messageArabic: string | null;
                /** Format: date-time */
                since: string;
            }[];
            links: {
                api: string;
                inbox: string | null;
                odoo: string;
                temporal: string | null;
            };
            /** @description Systems that are paused, unavailable or recovering */
            systems: components["schemas"]["SystemHealth"][];
        };
        /** Step */
        Step: {
            /** Format: date-time */
            at: string;
            /** @enum {unknown} */
            flow: "enrollment" | "progress" | "certificate";
            message: string;
            messageArabic: string | null;
            /** @description Run of the application: 1, or more after it was reopened */
            run: number;
            stage: string;
            temporal: string | null;
        };
        /** Student */
        Student: {
            agent: components["schemas"]["Agent"] | null;
            /** @description By program */
            applications: components["schemas"]["StudentApplication"][];
            /** @description The newest of each program */
            certificates: components["schemas"]["StudentCertificate"][];
            /**
             * @description In which the student is written to
             * @enum {unknown}
             */
            language: "ar" | "en";
            links: components["schemas"]["StudentLinks"];
            /** @description In Latin letters, where Odoo has such a name */
            name: string;
            nameArabic: string | null;
            studentId: number;
        };
        /** StudentApplication */
        StudentApplication: {
            closed: boolean;
            /** @enum {unknown} */
            flow: "enrollment" | "progress" | "certificate";
            /** @description The last step in a sentence */
            message: string;
            messageArabic: string | null;
            openTask: components["schemas"]["OpenTask"] | null;
            programId: number;
            programName: string;
            progress: components["schemas"]["ApplicationProgress"] | null;
            /** @description `<programId>-<studentId>` */
            ref: string;
            run: number;
            stage: string;
            /** Format: date-time */
            stageSince: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /** StudentCertificate */
        StudentCertificate: {
            /** Format: date-time */
            issuedAt: string;
            number: string;
            programId: number;
            /** @enum {unknown} */
            state: "valid" | "revoked" | "superseded" | "withdrawn" | "expired";
        };
        /** StudentDetail */
        StudentDetail: {
            /** @description By program */
            applications: components["schemas"]["EnrollmentDetail"][];
            links: components["schemas"]["StudentLinks"];
            student: components["schemas"]["StudentPerson"] | null;
            studentId: number;
        };
        /** StudentLinks */
        StudentLinks: {
            odoo: string;
            self: string;
        };
        /** StudentPage */
        StudentPage: {
            next: string | null;
            students: components["schemas"]["Student"][];
            total: components["schemas"]["Total"] | null;
        };
        /** StudentPerson */
        StudentPerson: {
            agent: components["schemas"]["Agent"] | null;
            email: string | null;
            /**
             * @description In which the student is written to
             * @enum {unknown}
             */
            language: "ar" | "en";
            /** @description In Latin letters, where Odoo has such a name */
            name: string;
            nameArabic: string | null;
            /**
             * Format: date-time
             * @description When the sync last saw a change
             */
            updatedAt: string;
        };
        /**
         * Sync
         * @description How current the numbers are
         */
        Sync: {
            backlog: {
                oldestSeconds: number;
                /** @enum {unknown} */
                queue: "orchestrator" | "odoo" | "odoo-interactive" | "odoo-bulk" | "documents" | "documents-interactive" | "mail" | "mail-interactive";
                /** @description Estimate of the Temporal server */
                tasks: number;
            }[] | null;
            /** @description Last failure of each part of the sweep, newest first; it may work again since */
            failures: {
                /** Format: date-time */
                at: string;
                part: string;
                type: string;
            }[];
            hints: components["schemas"]["OpenHints"];
            lastSearch: string | null;
            /** @description Up to when each model of Odoo was read; null: the first search has not ended */
            models: {
                asOf: string | null;
                lagSeconds: number | null;
                model: string;
            }[];
            /** @description Students who will be read again, by who noticed them */
            queue: {
                /** @description Those of them that a page works on */
                claimed: number;
                /** Format: date-time */
                oldest: string;
                /** @enum {unknown} */
                source: "webhook" | "sweep" | "reconciliation";
                students: number;
            }[];
            reconciliation: components["schemas"]["ReconciliationStatus"];
            systems: components["schemas"]["SystemHealth"][];
        };
        /**
         * SystemHealth
         * @description Whether an outside system is called at the moment
         */
        SystemHealth: {
            failure: string | null;
            pause: {
                author: string;
                reason: string;
            } | null;
            since: string | null;
            /**
             * @description unavailable: the circuit is open, nothing is called and the work waits. recovering: half-open, the work grows slowly. paused: by a person
             * @enum {unknown}
             */
            state: "available" | "unavailable" | "recovering" | "paused";
            /** @enum {unknown} */
            system: "odoo" | "mail";
        };
        /**
         * Task
         * @description What a workflow waits for a person to decide
         */
        Task: {
            /** @description Odoo ids to choose from */
            choices?: number[];
            /** @description Courses that wait for an agent to enroll the student */
            courseIntegrationIds?: number[];
            /** Format: date-time */
            deadline?: string;
            /** @description The decisions that the task accepts */
            decisions: ("approve" | "reject" | "ask_more" | "use_contact" | "create_contact" | "enroll" | "skip" | "retry" | "issue_anyway" | "record_again" | "wait" | "decline" | "same_person" | "another_person" | "end")[];
            escalated: boolean;
            /** @description What is wrong and what to do */
            instructions: string;
            instructionsArabic: string | null;
            /** @enum {unknown} */
            kind: "eligibility" | "identity" | "person" | "enroll" | "problem" | "address" | "certificate";
            /** @description Number of reminders sent */
            reminders: number;
            /** Format: date-time */
            since: string;
        };
        /** TaskDeadline */
        TaskDeadline: {
            /** Format: date-time */
            deadline: string;
            kind: string;
            programId: number;
            programName: string;
            student: components["schemas"]["Person"] | null;
            studentId: number;
        };
        /**
         * TaskHandling
         * @description Who takes care of a task, and until when it rests
         */
        TaskHandling: {
            assignee: components["schemas"]["Colleague"] | null;
            snoozedUntil: string | null;
        };
        /**
         * TimeToCertificate
         * @description Days from the start of the training to the certificate, of certified runs
         */
        TimeToCertificate: {
            count: number;
            p50: number | null;
            p90: number | null;
            weeks: components["schemas"]["WeekOfCertificates"][];
        };
        /**
         * Total
         * @description Students that match; null after the first page
         */
        Total: {
            count: number;
            /** @description false: there are more */
            isExact: boolean;
        };
        /** TrainingDeadline */
        TrainingDeadline: {
            /** Format: date-time */
            deadline: string;
            programId: number;
            programName: string;
            progress: number | null;
            stage: string;
            student: components["schemas"]["Person"] | null;
            studentId: number;
        };
        /**
         * View
         * @description What a list of students shows, and in which order. What was searched for is not in it
         */
        View: {
            /** @description Of students of this user in Odoo; 0: of students without an agent */
            agentId?: number;
            /** @description Ids of columns that the staff app does not show */
            hiddenColumns: string[];
            name: string;
            programId?: number;
            /** @enum {unknown} */
            sort: "name" | "name_arabic" | "recent" | "waiting";
            /** @description Of an application */
            stage?: string;
            /** @enum {unknown} */
            taskKind?: "eligibility" | "identity" | "person" | "enroll" | "problem" | "address" | "certificate";
        };
        /** ViewList */
        ViewList: {
            /** @description By name */
            views: components["schemas"]["View"][];
        };
        /** ViewSettings */
        ViewSettings: {
            /** @description Of students of this user in Odoo; 0: of students without an agent */
            agentId?: number;
            /** @description Ids of columns that the staff app does not show */
            hiddenColumns: string[];
            programId?: number;
            /** @enum {unknown} */
            sort: "name" | "name_arabic" | "recent" | "waiting";
            /** @description Of an application */
            stage?: string;
            /** @enum {unknown} */
            taskKind?: "eligibility" | "identity" | "person" | "enroll" | "problem" | "address" | "certificate";
        };
        /** Weekly */
        Weekly: {
            /** @enum {string} */
            every: "week";
            /** @description In the center’s time zone */
            hour: number;
            /** @description 1: Monday, 7: Sunday */
            weekday: number;
        };
        /** WeekOfCertificates */
        WeekOfCertificates: {
            count: number;
            /** @description Whole weeks from the start of the training */
            week: number;
        };
        /** Workload */
        Workload: {
            agent: components["schemas"]["WorkloadAgent"] | null;
            oldestTask: string | null;
            /** @description Open applications of the students of the agent */
            open: number;
            /** @description Those with an open task */
            tasks: number;
        };
        /** WorkloadAgent */
        WorkloadAgent: {
            id: number;
            name: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
