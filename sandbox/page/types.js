// The shapes that the control API speaks (docs/sandbox.md), as JSDoc types. Nothing here runs.

/** @typedef {{id: number, first_name: string, last_name?: string|null, username?: string|null,
 *   language_code?: string|null, started: boolean, blocked: boolean}} Person */

/** @typedef {{person: number, status: string, anonymous?: boolean, rights?: object}} Member */

/** @typedef {{id: number, name: string, closed?: boolean}} Topic */

/** @typedef {{command: string, description: string}} Command */

/** @typedef {{id: number, type: string, title?: string|null, is_forum?: boolean, migrated_to?: number|null,
 *   topics?: Topic[], members?: Member[], commands?: Record<string, Command[]>}} Chat */

/** @typedef {{text: string, data?: string, url?: string}} InlineButton */

/** @typedef {{text: string, request_contact?: boolean, request_location?: boolean,
 *   request_users?: {request_id: number, max_quantity?: number, user_is_bot?: boolean},
 *   request_chat?: {request_id: number, chat_is_channel?: boolean}}} KeyboardButton */

/** @typedef {{message_id: number, date: string, edit_date?: string,
 *   from: {id: number, name: string, is_bot: boolean}, thread_id?: number, text?: string, caption?: string, html: string,
 *   photo?: {url?: string}, document?: {url?: string, file_name?: string, file_size?: number}, voice?: {duration?: number},
 *   location?: {latitude: number, longitude: number}, contact?: {first_name: string, phone_number?: string},
 *   reply_to?: number, forward?: {name: string}, service?: string, buttons: InlineButton[][],
 *   keyboard?: KeyboardButton[][], force_reply?: boolean, deleted: boolean, pinned: boolean}} Message */

/** @typedef {{seq: number, bot: {id: number, username: string, first_name: string}, people: Person[],
 *   chats: Chat[], now: string, process: {state: string, pid?: number, exit?: number},
 *   moments: {label: string, at: string}[], limits: any, latency_ms: number, faults: any[]}} World */

/** @typedef {{seq: number, type: string, chat?: number}} LiveEvent */

/** @typedef {{seq: number, at: string, method: string, chat_id?: number|null, params?: any, status: number,
 *   error_code?: number|null, description?: string|null, result?: any, duration_ms: number, fault?: any}} Call */

export {};
