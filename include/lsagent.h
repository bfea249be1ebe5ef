/**
 * @file
 * @brief A licensing agent for desktop applications.
 *
 * lsagent asks the LicenseSpring License API v4 what a user may run, verifies the answer, keeps the last
 * good one on disk, sealed, in the store (cache), and gives it out. In this order:
 *
 *     ls_config_new, ls_config_set_...   set the vendor's key
 *     ls_agent_new                       make an agent; keep it
 *     ls_credentials_new_...             set the user
 *     ls_check                           ask: may this user run this product?
 *     ls_entitlement_...                 read the decision
 *     ls_user_licenses, ls_license_...   get the licenses, if the decision is not enough; read them
 *     ls_..._free                        free all of these
 *
 * The sections of this header have the same order. These rules hold for every function:
 *
 * - A call that can fail returns ls_status. Its results come through the out_ parameters at the end,
 *   the very last being ls_error **out_error, which may be NULL. On failure every other out-parameter
 *   is set to NULL; on success *out_error is. Arguments stay the caller's: only the ..._free functions take
 *   an object over.
 * - Strings in end with NUL and are UTF-8. NULL where a string is required, an empty one, one that is
 *   too long, or bytes that are not UTF-8 are LS_ERR_INVALID_ARGUMENT, and the message names the
 *   parameter. NULL for an object is an error, or where there is no status, an absent value.
 * - Strings out: `const char *` is borrowed and lives as long as the object it was read from; `char *`
 *   is the caller's, who frees it with ls_string_free(). A value that the server did not send, or sent as
 *   null, reads as NULL (text) or as the return value false (number, bool, time), *out being 0 then.
 *   Integers have 64 bits. Times are Unix seconds, UTC.
 * - Borrowed objects (`const ls_license *`, ...) live as long as the result they were read from.
 * - Blocking: a function blocks only if its comment says so. Functions that read or free a result do not.
 * - Threads: an agent may be used from any number of threads at once; results may be read from any thread.
 *   A configuration, options or credentials are read during a call only, and belong to one thread at a time.
 *   A function without an object may be called from any thread. Several agents are independent of each other.
 * - A thread that calls needs 256 KiB of stack: the handshake of TLS alone takes more than 100.
 * - Callbacks of tasks, refreshes and seats come on threads of the agent, never on one of the application's that
 *   is inside a call. The object behind user_data must live until ls_agent_free() has returned, or
 *   ls_agent_close() has returned LS_OK: then no callback is running and none will come.
 * - The agent's threads block all signals but those of their own faults and those by which a managed
 *   runtime stops threads. After a fork every call of the child with an object that was made before fails
 *   with LS_ERR_CONFIG, and freeing it does nothing; results and errors can be read and freed, and new
 *   agents be made.
 * - A fault of this library (a Rust panic) never crosses the boundary: it becomes LS_ERR_INTERNAL, or an
 *   absent value. Before that, Rust's default hook writes a line with the place in the source, and nothing
 *   of the call, to the standard error of the process; a hook is the process's own, so none is set here.
 * - Numbers never change: those of enums are never used again for something else, and functions are only
 *   added. Where an enum goes in, it goes in as int32_t.
 * - Since: each declaration says which version had it first; a constant that does not is as old as its enum.
 * - Fields come from the server; where a comment names no other source, it is the page of the call.
 */


#ifndef LSAGENT_H
#define LSAGENT_H

/* Generated from src/ffi by cbindgen and abi/. Do not edit: `make generate` writes it. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * @defgroup objects Objects
 * The arguments and results of functions. An application has pointers to them; only the library knows their inside.
 * @{
 */

/**
 * The settings of an agent. Not for several threads at once; read during ls_agent_new and
 * ls_uipath_new only, and may be freed right after.
 *
 * A setter that fails leaves the configuration as it was and is remembered: as long as it has not
 * succeeded in a later call, no agent can be made, so that no application runs with half of its
 * settings. The error of ls_agent_new() then says what was wrong.
 *
 * @since 0.1
 */
typedef struct ls_config ls_config;

/**
 * A client of the License API for one vendor key. May be used from any number of threads at once.
 * Several agents live in one process without knowing of each other.
 *
 * @since 0.1
 */
typedef struct ls_agent ls_agent;

/**
 * How a user signs in, or the license key of a product that has no users. Belongs to one thread at a time; read during a call only, and may be freed right
 * after it. Overwritten in memory when freed, as are the copies that a call makes. Copies of the operating
 * system and of the application are not overwritten. With ls_config_set_remember() the agent holds the password until it is freed.
 *
 * The constructors do not fail: an argument that is NULL, empty, too long or not UTF-8 is reported by
 * the call that uses the credentials, as LS_ERR_INVALID_ARGUMENT with the parameter's name.
 *
 * @since 0.1
 */
typedef struct ls_credentials ls_credentials;

/**
 * Whether a user may run a product, and why. Immutable; may be read from any thread. Its parts
 * and texts live as long as it does.
 *
 * @since 0.1
 */
typedef struct ls_entitlement ls_entitlement;

/**
 * Why a call failed. Immutable; may be read from any thread. Freed with ls_error_free() unless it is
 * borrowed from a result.
 *
 * @since 0.1
 */
typedef struct ls_error ls_error;

/**
 * A call under way. It may be waited for, cancelled and freed from any thread; freeing it neither
 * cancels the call nor waits for it. It may outlive its agent. In a process that was forked off later it
 * can only be freed.
 *
 * @since 0.1
 */
typedef struct ls_task ls_task;

/**
 * A license that is activated on this device. May be used from any number of threads at once, and freed
 * while calls with it are running. What becomes of the license lies in the store of the agent, so
 * that all handles of it, in all processes of this device, see the same. It may outlive its agent;
 * calls with it then fail with LS_ERR_CANCELLED. In a process that was forked off later it can only
 * be freed.
 *
 * @since 0.2
 */
typedef struct ls_activation ls_activation;

/**
 * A floating seat that this device holds. The seat belongs to the device: several handles, in all processes
 * of the device, share it, and it is released when the last of them is. May be used from any number of
 * threads at once, and freed while calls with it are running. It may outlive its activation, and its agent,
 * which releases it at its end. In a process that was forked off later it can only be freed.
 *
 * @since 0.2
 */
typedef struct ls_seat ls_seat;

/**
 * What of a license or feature was consumed, as this device knows it. Immutable; may be read from any
 * thread.
 *
 * @since 0.2
 */
typedef struct ls_balance ls_balance;

/**
 * How a person signs in. Not for several threads at once; read during ls_sso_sign_in() and
 * ls_sso_sign_in_start() only, and may be freed right after.
 *
 * A setter that fails leaves the options as they were and is remembered: as long as it has not
 * succeeded in a later call, a sign-in with them fails, and the error then says what was wrong.
 *
 * @since 0.1
 */
typedef struct ls_sso_options ls_sso_options;

/**
 * A user's licenses for a product. Immutable; may be read from any thread. Its parts and texts
 * live as long as it does.
 *
 * @since 0.1
 */
typedef struct ls_licenses ls_licenses;

/**
 * A license. Fields are named as the API names them. Borrowed from ls_licenses; immutable; may be
 * read from any thread.
 *
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 *
 * @since 0.1
 */
typedef struct ls_license ls_license;

/**
 * A feature that a license grants. Borrowed from ls_license; immutable; may be read from any
 * thread.
 *
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 *
 * @since 0.1
 */
typedef struct ls_feature ls_feature;

/**
 * A field that the vendor added to a license. Borrowed from ls_license; immutable; may be read
 * from any thread.
 *
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 *
 * @since 0.1
 */
typedef struct ls_custom_field ls_custom_field;

/**
 * A product (the API's `product_details`). That of a license has names, authorization method and
 * metadata alone. Borrowed from ls_license, or the caller's own after ls_fetch_product();
 * immutable; may be read from any thread.
 *
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 *
 * @since 0.1
 */
typedef struct ls_product ls_product;

/**
 * A field that the vendor added to each license of a product. The license has its value. Borrowed
 * from ls_product; immutable; may be read from any thread.
 *
 * Source: https://docs.licensespring.com/license-api/product-details
 *
 * @since 0.2
 */
typedef struct ls_product_custom_field ls_product_custom_field;

/**
 * The user that a license is assigned to. Borrowed from ls_license; immutable; may be read from
 * any thread.
 *
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 *
 * @since 0.1
 */
typedef struct ls_user ls_user;

/**
 * The customer who bought a license. Borrowed from ls_license or ls_license_users; immutable; may
 * be read from any thread.
 *
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 *
 * @since 0.1
 */
typedef struct ls_customer ls_customer;

/**
 * A customer and the users of its licenses for a product. Immutable; may be read from any thread.
 * Its parts and texts live as long as it does.
 *
 * @since 0.1
 */
typedef struct ls_license_users ls_license_users;

/**
 * A user of one of a customer's licenses. Borrowed from ls_license_users; immutable; may be read
 * from any thread.
 *
 * Source: https://docs.licensespring.com/license-api/list-license-users-for-customer
 *
 * @since 0.1
 */
typedef struct ls_license_user ls_license_user;

/**
 * A trial of a product: the license key, or the user, that it was made for. The caller's own after
 * ls_trial_request(); immutable; may be read from any thread.
 *
 * Source: https://docs.licensespring.com/license-api/trial-key
 *
 * @since 0.2
 */
typedef struct ls_trial ls_trial;

/**
 * Releases of a product, in the order of the server. Immutable; may be read from any thread. What is
 * read from it lives as long as it does.
 *
 * @since 0.2
 */
typedef struct ls_releases ls_releases;

/**
 * A release of a product, which the vendor has entered. The file is not the licensing service's,
 * and MD5 proves nothing of it. Borrowed from ls_releases; immutable; may be read from any thread.
 *
 * Source: https://docs.licensespring.com/license-api/get-versions
 *
 * @since 0.2
 */
typedef struct ls_release ls_release;

/**
 * The variables of a device. Immutable; may be read from any thread. What is read from it lives as
 * long as it does.
 *
 * @since 0.2
 */
typedef struct ls_variables ls_variables;

/**
 * A variable of a device, which the application has set. Borrowed from ls_variables; immutable;
 * may be read from any thread.
 *
 * Source: https://docs.licensespring.com/license-api/get-device-variables
 *
 * @since 0.2
 */
typedef struct ls_variable ls_variable;

/**
 * A client of one Automation Suite. May be used from any number of threads at once.
 *
 * @since 0.1
 */
typedef struct ls_uipath ls_uipath;

/**
 * The allocations of a call, one for each user. Immutable; may be read from any thread. Its parts
 * and texts live as long as it does.
 *
 * @since 0.1
 */
typedef struct ls_allocations ls_allocations;

/**
 * The licenses that one user of an Automation Suite now holds. Borrowed from ls_allocations;
 * immutable; may be read from any thread.
 *
 * Source: https://docs.uipath.com/automation-suite (API guide, Allocate Licenses to a User)
 *
 * @since 0.1
 */
typedef struct ls_allocation ls_allocation;

/** @} */

/**
 * @defgroup ls_error Statuses and errors
 * The outcome of a call, and why it failed.
 * @{
 */

/**
 * The outcome of a call. 1-99: the caller; 100-199: this device and the network;
 * 200-299: the server; 300-399: the local store; 900: internal. A newer library may have more.
 *
 * @since 0.1
 */
enum ls_status
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * It succeeded.
     */
    LS_OK = 0,
    /**
     * An argument is NULL, empty, too long, not UTF-8 or out of range; the message names it.
     */
    LS_ERR_INVALID_ARGUMENT = 1,
    /**
     * A setting is missing or cannot be used; the message says which.
     */
    LS_ERR_CONFIG = 2,
    /**
     * The call was cancelled.
     */
    LS_ERR_CANCELLED = 3,
    /**
     * The server cannot be reached: name look-up, connection refused, connection lost.
     */
    LS_ERR_NETWORK = 100,
    /**
     * The call did not end within its timeout.
     */
    LS_ERR_TIMEOUT = 101,
    /**
     * No secure connection: certificate, host name, authority, protocol.
     */
    LS_ERR_TLS = 102,
    /**
     * The proxy refused, or cannot be reached.
     */
    LS_ERR_PROXY = 103,
    /**
     * This device's clock is wrong, or was turned back.
     */
    LS_ERR_CLOCK = 104,
    /**
     * The answer is not a documented one of the API: a captive portal, a gateway's own JSON, a redirect, a
     * damaged or cut body.
     */
    LS_ERR_RESPONSE = 200,
    /**
     * The answer's signature is missing or wrong.
     */
    LS_ERR_SIGNATURE = 201,
    /**
     * A genuine answer, but to another question, or for a product of another id than
     * ls_config_set_product_id says; UiPath: one that does not repeat what was asked for.
     */
    LS_ERR_MISMATCH = 202,
    /**
     * The vendor's API key, request signature or OAuth client was refused.
     */
    LS_ERR_API_KEY = 203,
    /**
     * This user's sign-in was refused.
     */
    LS_ERR_CREDENTIALS = 204,
    /**
     * The server refused for any other reason; see ls_error_code.
     */
    LS_ERR_REFUSED = 205,
    /**
     * The server asks for fewer calls.
     */
    LS_ERR_RATE_LIMITED = 206,
    /**
     * The server has a fault (5xx).
     */
    LS_ERR_SERVER = 207,
    /**
     * This device holds no activated license of the product, or the server does not know the device any more:
     * activate.
     * @since 0.2
     */
    LS_ERR_NOT_ACTIVATED = 208,
    /**
     * The license is in use on as many devices, or was moved as often, as it may be; ls_error_code says which.
     * @since 0.2
     */
    LS_ERR_ACTIVATION_LIMIT = 209,
    /**
     * All seats of what floats are taken.
     * @since 0.2
     */
    LS_ERR_NO_SEAT = 210,
    /**
     * What may be consumed is used up.
     * @since 0.2
     */
    LS_ERR_QUOTA = 211,
    /**
     * The vendor does not allow it: a trial, a borrowing, a seat of what does not float.
     * @since 0.2
     */
    LS_ERR_NOT_ALLOWED = 212,
    /**
     * A change may have reached the server, and whether it did cannot be found out now; the next call about it
     * finds out first.
     * @since 0.2
     */
    LS_ERR_UNCERTAIN = 213,
    /**
     * Nothing usable was ever stored for this question, or the store no longer knows the newest time it has
     * seen.
     */
    LS_ERR_NOT_CACHED = 300,
    /**
     * Something is stored, but it is past the offline grace.
     */
    LS_ERR_CACHE_EXPIRED = 301,
    /**
     * The store cannot be read or written.
     */
    LS_ERR_CACHE = 302,
    /**
     * A fault of this library; please report it.
     */
    LS_ERR_INTERNAL = 900,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum ls_status ls_status;
#else
typedef int32_t ls_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * The name of a status, such as "LS_ERR_TIMEOUT".
 *
 * @param status A status; any number may be passed.
 * @return The name, static; "unknown status" for a number that is none.
 *
 * Does not block.
 * @since 0.1
 */
const char *ls_status_name(int32_t status);

/**
 * The status, the same that the failed call returned.
 *
 * @param error The error, or NULL.
 * @return The status; LS_ERR_INTERNAL if error is NULL.
 * @since 0.1
 */
ls_status ls_error_status(const ls_error *error);

/**
 * One sentence for a support ticket, in English. It holds no credential and no URL; it may name a
 * folder of this device, and repeat what the server says of the user. (Lines of the log do
 * neither.)
 *
 * @param error The error, or NULL.
 * @return The text, borrowed; NULL if error is NULL.
 * @since 0.1
 */
const char *ls_error_message(const ls_error *error);

/**
 * The `code` of the server's error answer, such as "unknown_product". The License API's pages list
 * the codes by call.
 *
 * @param error The error, or NULL.
 * @return The text, borrowed; NULL if the server sent none.
 * @since 0.1
 */
const char *ls_error_code(const ls_error *error);

/**
 * The HTTP status of the answer.
 *
 * @param error The error, or NULL.
 * @return The status; 0 if there was no HTTP answer.
 * @since 0.1
 */
uint16_t ls_error_http_status(const ls_error *error);

/**
 * Whether the same call may succeed later with nothing changed on this side: LS_ERR_NETWORK,
 * LS_ERR_TIMEOUT, LS_ERR_RATE_LIMITED and LS_ERR_SERVER.
 *
 * @param error The error, or NULL.
 * @return Whether it may; false if error is NULL.
 * @since 0.1
 */
bool ls_error_is_retryable(const ls_error *error);

/**
 * For how many seconds the server asked not to be called again (the Retry-After of its answer,
 * which may be 0). A call of the library that may be repeated has waited already if its deadline
 * allowed it; this is for the application's next one.
 *
 * @param error The error, or NULL.
 * @param out_seconds Receives the seconds; 0 if the server did not ask. May be NULL.
 * @return Whether the server asked.
 * @since 0.2
 */
bool ls_error_retry_after(const ls_error *error, int64_t *out_seconds);

/**
 * Frees an error that a call gave out through out_error.
 *
 * @param error The error. NULL is a no-op.
 * @since 0.1
 */
void ls_error_free(ls_error *error);

/** @} */

/**
 * @defgroup ls_config Configuration
 * Whose licenses they are, and how the agent works. An application fills it in once, at its start.
 * @{
 */

/**
 * How much a line of the log matters.
 *
 * @since 0.1
 */
enum ls_log_level
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * A fault of this library.
     */
    LS_LOG_ERROR = 1,
    /**
     * Something did not work, and the reason.
     */
    LS_LOG_WARNING = 2,
    /**
     * A line for each call.
     */
    LS_LOG_INFO = 3,
    /**
     * Everything.
     */
    LS_LOG_DEBUG = 4,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum ls_log_level ls_log_level;
#else
typedef int32_t ls_log_level;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Receives a line of the log.
 *
 * It comes on the thread on which the event happened, also the application's own inside a call,
 * several threads at once if several are at work. None is running or comes once ls_agent_free()
 * has returned, or ls_agent_close() has returned LS_OK: until then user_data must live. It must
 * not throw, must not wait for a lock that is held across a call, and must not call back into the
 * agent.
 *
 * @param user_data That of the function that was given the callback.
 * @param level The level of the line: a value of ls_log_level.
 * @param message The line, borrowed for the call.
 * @since 0.1
 */
typedef void (*ls_log_callback)(void *user_data, int32_t level, const char *message);

/**
 * Where passwords that are remembered may lie. Passed as int32_t: another number is
 * LS_ERR_INVALID_ARGUMENT.
 *
 * @since 0.2
 */
enum ls_remember
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Nowhere: none is kept.
     */
    LS_REMEMBER_OFF = 0,
    /**
     * Where the platform keeps secrets; if it has no such place, or refuses, in the sealed store, with a
     * warning in the log, once for each agent.
     */
    LS_REMEMBER_ANYWHERE = 1,
    /**
     * Where the platform keeps secrets, or nowhere. No password is in a file of the store.
     */
    LS_REMEMBER_PLATFORM_ONLY = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum ls_remember ls_remember;
#else
typedef int32_t ls_remember;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What is done with an amount of which nobody knows whether the server has counted it: its answer was lost,
 * and the server's total does not tell. Passed as int32_t: another number is LS_ERR_INVALID_ARGUMENT.
 *
 * @since 0.2
 */
enum ls_delivery
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * It is not sent again, and stays in the balance as uncertain: nothing is counted twice.
     */
    LS_DELIVERY_AT_MOST_ONCE = 0,
    /**
     * It is sent again: nothing is left uncounted.
     */
    LS_DELIVERY_AT_LEAST_ONCE = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum ls_delivery ls_delivery;
#else
typedef int32_t ls_delivery;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Receives the outcome of a request in the background: the answer has changed (LS_OK, and changed
 * is true), it was refused, or the request failed. A request that brought nothing new is not
 * reported.
 *
 * It comes on a thread of the agent, never on one that is inside a call of the application, once
 * for each request; several at once, if several requests end at once. It may free the agent. None
 * is running or comes once ls_agent_free() has returned, or ls_agent_close() has returned LS_OK:
 * until then user_data must live. It must not throw.
 *
 * @param user_data That of the function that was given the callback.
 * @param product The product's short code, borrowed for the call.
 * @param status LS_OK, or why the request was refused or failed.
 * @param changed Whether the licenses differ from the stored ones.
 * @param licenses_or_null The licenses, borrowed for the call; NULL if they have not changed.
 * @param error_or_null The error, borrowed for the call; NULL if there is none.
 * @since 0.1
 */
typedef void (*ls_refresh_callback)(void *user_data,
                                    const char *product,
                                    ls_status status,
                                    bool changed,
                                    const ls_licenses *licenses_or_null,
                                    const ls_error *error_or_null);

/**
 * Makes a configuration with the defaults.
 *
 * @return The configuration, which the caller frees with ls_config_free().
 *
 * Does not block.
 * @since 0.1
 */
ls_config *ls_config_new(void);

/**
 * Frees a configuration. Agents made from it are not affected.
 *
 * @param config The configuration. NULL is a no-op.
 * @since 0.1
 */
void ls_config_free(ls_config *config);

/**
 * Sets the vendor's API key and shared key. Required, unless ls_config_set_oauth_client() is
 * called instead.
 *
 * @param config The configuration.
 * @param api_key The API key: printable ASCII, up to 65,536 bytes; copied.
 * @param shared_key The shared key, which signs each request and never travels: up to 65,536
 * bytes, copied. It neither begins nor ends with white space (such as the line's end of a file
 * that it was read from) and holds no control characters.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * Source: https://docs.licensespring.com/license-api/license-api-authorization
 * @since 0.1
 */
ls_status ls_config_set_api_key(ls_config *config, const char *api_key, const char *shared_key);

/**
 * Sets the vendor's OAuth client (grant type "client credentials"), instead of an API key: an
 * agent has one or the other, and with both or neither ls_agent_new() fails with LS_ERR_CONFIG.
 *
 * Requests then carry an access token. The first call that needs one gets it from token_url in
 * exchange for client id and client secret, within that call's time. It is cached in memory until
 * shortly before it expires; if the server does not say when, for a minute. Calls that need one at
 * the same time share one request. If the license server calls the token expired or malformed, the
 * agent gets a new one and sends the request again, once.
 *
 * The client secret goes to token_url and nowhere else; a redirect is not followed. A client that
 * is refused is LS_ERR_API_KEY, with the code of the token endpoint ("invalid_client"). Failing to
 * get a token never removes a stored answer.
 *
 * The store is sealed with the client secret in place of the shared key: an application that
 * changes from one to the other begins with an empty store.
 *
 * @param config The configuration.
 * @param client_id The id of the client: up to 65,536 bytes, copied. It neither begins nor ends
 * with white space and holds no control characters; nor does the secret.
 * @param client_secret Its secret: up to 65,536 bytes, copied.
 * @param token_url Where access tokens come from, copied: https, or http to a loopback host; it
 * may have a query. With NULL the license server is asked for it (oauth_url) over its verified
 * connection; it may name any https host, and plain http on a loopback host only if it is at one
 * itself.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * Source: https://docs.licensespring.com/license-api/license-api-authorization
 * @since 0.1
 */
ls_status ls_config_set_oauth_client(ls_config *config,
                                     const char *client_id,
                                     const char *client_secret,
                                     const char *token_url);

/**
 * Says which product of the licensing service a short code stands for. Called once for each
 * product; of two ids for one product the later counts. Default: none.
 *
 * Short codes are free text, and the built-in response key signs for all customers of the service:
 * without this, another customer's genuine answer for a product of the same short code would
 * count. With it, a license of another id, or of none, is LS_ERR_MISMATCH, whether it comes from
 * the server or from the store. With the built-in response key and no id the log warns once for
 * each agent and product, naming the id of the answer.
 *
 * @param config The configuration.
 * @param product The product's short code, up to 1,024 bytes; copied.
 * @param product_id The id that the service has given the product, 1 or more: the vendor's pages
 * show it, and so does ls_product_product_id() of an answer.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.2
 */
ls_status ls_config_set_product_id(ls_config *config, const char *product, int64_t product_id);

/**
 * Sets the application's name and version, for the User-Agent header ("name/version
 * lsagent/0.2.0"). Default: none.
 *
 * @param config The configuration.
 * @param name The name: letters, digits and -._+~, up to 1,024 bytes; copied.
 * @param version The version, likewise.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_config_set_app(ls_config *config, const char *name, const char *version);

/**
 * Sets a callback for the log. Default: none. Lines hold product codes, host names, statuses and
 * durations; no user, no credential, no URL, no path, and no text of the server's or the system's.
 *
 * @param config The configuration.
 * @param level The least important level that is logged: a value of ls_log_level.
 * @param callback The callback, or NULL for none; see ls_log_callback.
 * @param user_data Passed to the callback, and not looked at. Must stay valid, like the callback,
 * until ls_agent_free() has returned for every agent made with it, or ls_agent_close() has
 * returned LS_OK.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_config_set_log_callback(ls_config *config,
                                     int32_t level,
                                     ls_log_callback callback,
                                     void *user_data);

/**
 * Sets where the License API is. Default: https://api.licensespring.com.
 *
 * @param config The configuration.
 * @param base_url An absolute URL, up to 65,536 bytes, copied. A path in it is kept; a user, a
 * query or a fragment is refused, and so is plain http unless the host is a loopback address.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_config_set_base_url(ls_config *config, const char *base_url);

/**
 * Sets the RSA key (2048 to 8192 bits) that answers are signed with. Default: the key of
 * LicenseSpring's production servers. Single-tenant customers and test servers have another.
 *
 * @param config The configuration.
 * @param pem The key as PEM text beginning with "-----BEGIN PUBLIC KEY-----", up to 65,536 bytes;
 * copied.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_config_set_response_public_key(ls_config *config, const char *pem);

/**
 * Sets how long a call may take in all: name look-up, connection, proxy, TLS, request and answer.
 * Default: 5,000.
 *
 * @param config The configuration.
 * @param timeout_ms The time in milliseconds: 1 to 3,600,000.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_config_set_timeout_ms(ls_config *config, uint32_t timeout_ms);

/**
 * Sets how long it may take to make one connection (TCP, proxy, TLS). Default: as long as the call
 * may take.
 *
 * @param config The configuration.
 * @param connect_timeout_ms The time in milliseconds: 1 to 3,600,000.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_config_set_connect_timeout_ms(ls_config *config, uint32_t connect_timeout_ms);

/**
 * Sets the largest answer that is accepted. A larger one is LS_ERR_RESPONSE. Default: 67,108,864
 * (64 MiB).
 *
 * @param config The configuration.
 * @param max_response_bytes The size in bytes after inflating: 1,024 to 1,073,741,824.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_config_set_max_response_bytes(ls_config *config, uint64_t max_response_bytes);

/**
 * Sets the proxy, for all servers. A plain http base URL is never sent through one.
 *
 * Default: the environment (https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY, in this order), read
 * by ls_agent_new() and ls_uipath_new(). A variable that cannot be used is ignored; the log says
 * so, and so does a call that then fails. no_proxy or NO_PROXY names servers that are reached
 * directly, as curl reads it: a list separated by commas, semicolons or blanks of hosts
 * ("example.com" and ".example.com" both stand for the host and all below it), addresses
 * ("10.1.2.3", "::1", "[::1]"), networks ("10.0.0.0/8", "fd00::/8"), each of them but a network
 * also with a port ("example.com:8443"), beginnings ("127.*"), or "*" for all. Case does not
 * matter.
 *
 * @param config The configuration.
 * @param url The proxy: http://, https://, socks5:// (names are looked up here) or socks5h:// (by
 * the proxy); without a scheme, http; "" for none. Up to 65,536 bytes, copied. User and password
 * may stand in it, special characters percent-encoded ("#" as %23, "/" as %2F, "?" as %3F, "@" as
 * %40); a path, a query, a fragment, or a port that is not 1 to 65535, is refused.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_config_set_proxy(ls_config *config, const char *url);

/**
 * Sets a file of certificates that are trusted instead of the operating system's store. They are
 * authorities, or the server's own certificate, even one with CA:TRUE. Authorities are trusted
 * whatever their dates; dates and name of the server's certificate always count.
 *
 * It is read when the first connection is made, and again after a server's certificate was
 * refused; if that fails, the call fails with LS_ERR_CONFIG, and as after any failure that is not
 * the user's the store may answer in its place.
 *
 * @param config The configuration.
 * @param path The path of the file, in PEM form: UTF-8, up to 65,536 bytes, copied.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_config_set_ca_file(ls_config *config, const char *path);

/**
 * Sets the public keys that the server's certificate may have. Default: any key.
 *
 * They count besides the verified chain, not instead of it, so that neither an authority that the
 * user added to the trust store nor SSL_CERT_FILE is enough to stand in for the server; and
 * neither is the authority of a proxy that inspects TLS. They are for the host of the base URL
 * (that of ls_uipath_new() too), on every port, through a proxy or not. They are not for a token
 * URL on another host, not for a proxy, and not for a base URL of plain http. Another key is
 * LS_ERR_TLS, and the message names it. Pin the next key too: a server that changes to one that is
 * not pinned cannot be reached.
 *
 * @param config The configuration.
 * @param pins The keys in the form of curl's CURLOPT_PINNEDPUBLICKEY: "sha256//" and the base64 of
 * a SHA-256 over the key (its SubjectPublicKeyInfo in DER), several separated by ";". Up to 65,536
 * bytes; copied.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.2
 */
ls_status ls_config_set_pinned_public_key(ls_config *config, const char *pins);

/**
 * Sets whether ls_seat_free() and the end of the agent release the floating seats that are held. Default:
 * true.
 *
 * @param config The configuration.
 * @param release_seats false: a seat stays this device's until its timeout, for an application that is about
 * to be started again; ls_seat_release() releases it all the same.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.2
 */
ls_status ls_config_set_release_seats(ls_config *config,
                                      bool release_seats);

/**
 * Sets how long after an ls_activation_consume() what is unsent is sent in the background: amounts of that
 * time travel together. Default: 60.
 *
 * @param config The configuration.
 * @param consumption_sync_seconds The time in seconds, 0 or more; 0: only ls_activation_sync() sends, and
 * what deactivates the license.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.2
 */
ls_status ls_config_set_consumption_sync_seconds(ls_config *config,
                                                 int64_t consumption_sync_seconds);

/**
 * Sets what is done with an amount of which nobody knows whether the server has counted it. Default:
 * LS_DELIVERY_AT_MOST_ONCE.
 *
 * @param config The configuration.
 * @param delivery A value of ls_delivery.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.2
 */
ls_status ls_config_set_consumption_delivery(ls_config *config,
                                             int32_t delivery);

/**
 * Sets the folder of the store (cache). Default: "lsagent" in the user's local data folder
 * ($XDG_DATA_HOME or ~/.local/share, ~/Library/Application Support, %LOCALAPPDATA%). It is made
 * when the first answer is stored. Agents of other vendors may share it.
 *
 * @param config The configuration.
 * @param path The path of the folder: UTF-8, up to 65,536 bytes, copied.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_config_set_cache_dir(ls_config *config, const char *path);

/**
 * Sets whether good answers are stored. Default: true.
 *
 * @param config The configuration.
 * @param enabled false: nothing is read from the store or written to it.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_config_set_cache_enabled(ls_config *config, bool enabled);

/**
 * Sets how old a stored answer may be and still be used. Default: 172,800 (48 h).
 *
 * @param config The configuration.
 * @param offline_grace_seconds The age in seconds, 0 or more.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_config_set_offline_grace_seconds(ls_config *config, int64_t offline_grace_seconds);

/**
 * Sets, for LS_POLICY_CACHE_FIRST, how old an answer may be before it is refreshed in the
 * background. Default: 3,600 (1 h). It varies by a tenth to either side from call to call, and
 * the refresh is made at a moment up to as much later, which differs from device to device: those
 * which started together do not all ask together. So a license that was withdrawn is used for twice
 * as long at most, and until the next check. With 0 it is refreshed at each check, at once.
 *
 * @param config The configuration.
 * @param refresh_after_seconds The age in seconds, 0 or more.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_config_set_refresh_after_seconds(ls_config *config, int64_t refresh_after_seconds);

/**
 * Sets a callback for the outcome of requests in the background: a refresh of
 * LS_POLICY_CACHE_FIRST, or a request of LS_POLICY_NETWORK_FIRST that went on after the store had
 * answered. Default: none.
 *
 * @param config The configuration.
 * @param callback The callback, or NULL for none; see ls_refresh_callback.
 * @param user_data Passed to the callback, and not looked at. Must stay valid, like the callback,
 * until ls_agent_free() has returned for every agent made with it, or ls_agent_close() has
 * returned LS_OK.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_config_set_refresh_callback(ls_config *config,
                                         ls_refresh_callback callback,
                                         void *user_data);

/**
 * Sets an id that ties the store to this device. Default: the machine's own id. A store made under
 * one id cannot be read under another, nor can a license that was activated under it. The licensing
 * service is told this id, as it is, when a license is activated on this device; by default it is told
 * a hash of the machine's own id.
 *
 * @param config The configuration.
 * @param device_id The id, up to 1,024 bytes; copied.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_config_set_device_id(ls_config *config,
                                  const char *device_id);

/**
 * Sets whether the agent remembers the user name and password that a person signed in with, so
 * that ls_credentials_new_remembered() also asks the server, as the policy says. Default: false.
 *
 * The password lies where the platform keeps secrets: in Windows's Credential Manager, in the
 * Keychain of macOS, elsewhere in the Secret Service (through libsecret, if it is installed and a
 * service runs); where there is none, in the sealed store, which other programs of the same user
 * can open if they know the vendor's key (ls_config_set_remember_mode() has a mode that never does
 * that). It stays there until the server refuses it or ls_agent_forget() removes it. Needs the
 * store: with cache_enabled false ls_agent_new() returns LS_ERR_CONFIG.
 *
 * @param config The configuration.
 * @param remember Whether to remember; true is LS_REMEMBER_ANYWHERE.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_config_set_remember(ls_config *config, bool remember);

/**
 * Sets whether the agent remembers sign-ins as ls_config_set_remember() says, and where a password
 * may lie. The later call of the two counts. Default: LS_REMEMBER_OFF.
 *
 * With LS_REMEMBER_PLATFORM_ONLY no password is ever in a file of the store: where the platform
 * has no place for secrets, or refuses, the sign-in is not remembered, and a warning is logged. A
 * password that LS_REMEMBER_ANYWHERE has put into the store is not used, and is removed when it is
 * seen.
 *
 * @param config The configuration.
 * @param mode A value of ls_remember.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.2
 */
ls_status ls_config_set_remember_mode(ls_config *config, int32_t mode);

/** @} */

/**
 * @defgroup ls_agent Agent
 * Made once, with a configuration, and kept until the application ends.
 * @{
 */

/**
 * Makes an agent. Cheap: no network, no thread, no trust store yet.
 *
 * @param config The configuration, which is copied.
 * @param out_agent Receives the agent, which the caller frees with ls_agent_free(); NULL on
 * failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK; LS_ERR_CONFIG if something is missing (the message says what to set);
 * LS_ERR_INVALID_ARGUMENT if config or out_agent is NULL or a setter failed.
 *
 * Does not block. Reads the environment, here and never again: https_proxy, all_proxy and no_proxy
 * (in either case), SSL_CERT_FILE and SSL_CERT_DIR, HOME, XDG_DATA_HOME, XDG_RUNTIME_DIR and
 * DBUS_SESSION_BUS_ADDRESS. A later change counts for agents made later. In a process that has
 * more rights than the user who started it (set-uid, set-gid, file capabilities) none of them
 * counts. One exception: libsecret reads by itself, when it is first used, which bus it asks for
 * remembered passwords; an application that remembers sign-ins changes DBUS_SESSION_BUS_ADDRESS
 * before it makes an agent, or not at all.
 * @since 0.1
 */
ls_status ls_agent_new(const ls_config *config, ls_agent **out_agent, ls_error **out_error);

/**
 * How far the server's clock is ahead of this device's, in seconds (negative: behind).
 *
 * The agent finds out when the server refuses a request because of its date, or by the date of a
 * good answer (more than 5 minutes ahead). Requests are then signed with the server's time, and
 * licenses judged by the later of both.
 *
 * @param agent The agent.
 * @param out_seconds Receives the seconds; 0 while the two agree well enough. May be NULL.
 * @return Whether the two clocks differ.
 *
 * Blocks while a file is read.
 * @since 0.1
 */
bool ls_agent_clock_offset(const ls_agent *agent, int64_t *out_seconds);

/**
 * Removes what is stored of a user, for every product: answers, and with ls_config_set_remember()
 * the remembered password. Only what agents with the same vendor key on this device, for this user
 * of its operating system, have stored. A license that is activated on this device stays, also if it is this
 * user's: ls_activation_deactivate() gives it up.
 *
 * @param agent The agent.
 * @param username_or_null The email of the user, up to 1,024 bytes; NULL for all users.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, also if nothing was stored; LS_ERR_INVALID_ARGUMENT; LS_ERR_CACHE, also if the
 * platform does not remove a password in time: then the answers are removed all the same, and the
 * next call tries again.
 *
 * Blocks while files are removed, and where passwords are remembered for at most timeout_ms more.
 * @since 0.1
 */
ls_status ls_agent_forget(const ls_agent *agent,
                          const char *username_or_null,
                          ls_error **out_error);

/**
 * Closes an agent, for a thread that must not wait as long as ls_agent_free() may, such as that of
 * a user interface that a callback waits for.
 *
 * Cancels all calls under way: callbacks of tasks come with LS_ERR_CANCELLED. Every later call
 * with this agent fails with LS_ERR_CANCELLED, except this one and ls_agent_free(). Seats that are held
 * are released, unless ls_config_set_release_seats() says otherwise: 500 ms at most are given to that. What is
 * consumed and unsent stays in the store, and the next agent sends it. May be called
 * again, from any thread, also from a callback; the agent is still to be freed.
 *
 * @param agent The agent.
 * @param timeout_ms How long to wait for callbacks, in milliseconds.
 * @return LS_OK: no callback is running any more and none will come, except the one that called
 * this; the objects behind their user_data may go. LS_ERR_TIMEOUT: one has still to return or to come,
 * and user_data must live on; at once, if that callback waits in ls_agent_close() or
 * ls_agent_free() for the one that called this. LS_ERR_INVALID_ARGUMENT if agent is NULL;
 * LS_ERR_CONFIG in a process that was forked after the agent was made.
 *
 * Blocks for at most timeout_ms.
 * @since 0.2
 */
ls_status ls_agent_close(const ls_agent *agent,
                         uint32_t timeout_ms);

/**
 * Frees an agent. No call with it may begin any more; one that is running in another thread goes
 * on with what it holds, and fails with LS_ERR_CANCELLED.
 *
 * Closes it like ls_agent_close(), but waits until every callback of the application has returned,
 * however long that takes: log lines, refreshes, tasks and browsers, on whatever thread they run.
 * When this has returned no callback is running and none will come, so that the object behind
 * user_data may go. A thread that the operating system holds (in a connect, a name look-up or a slow
 * disk) is waited for 500 ms at most; it ends by itself and calls nobody any more.
 *
 * May be called from a callback, of this agent or of another one, and does not wait for that
 * callback. Where two callbacks free each other's agents, it does not wait for one that is waiting
 * for this very callback either; the objects that those two use must live until both have returned. A thread
 * that a callback waits for must not wait here: see ls_agent_close().
 *
 * In a process that was forked after the agent was made it does nothing: sockets and memory are
 * the parent's. Results stay valid.
 *
 *
 * Blocks until the callbacks have returned.
 *
 * @param agent The agent. NULL is a no-op.
 * @since 0.1
 */
void ls_agent_free(ls_agent *agent);

/** @} */

/**
 * @defgroup ls_credentials Credentials
 * Who the user is.
 * @{
 */

/**
 * Signs in with the user's email and password.
 *
 * Online the server judges the password. For offline the store holds 12 bits of a hash of it, so
 * that nobody can guess it from the disk: one wrong password in 4,096 also gets the stored answer
 * of this user.
 *
 * @param username The email of the user, up to 1,024 bytes; copied.
 * @param password The password, up to 65,536 bytes; copied.
 * @return The credentials, which the caller frees with ls_credentials_free().
 *
 * Does not block.
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 * @since 0.1
 */
ls_credentials *ls_credentials_new_password(const char *username, const char *password);

/**
 * Holds a license of a key-based product by its key. For ls_activate() alone: there is no user to
 * sign in, so that ls_user_licenses(), ls_check() and others that ask about one refuse it with
 * LS_ERR_INVALID_ARGUMENT, naming credentials.
 *
 * @param license_key The license key, up to 1,024 bytes; copied.
 * @return The credentials, which the caller frees with ls_credentials_free().
 *
 * Does not block.
 * Source: https://docs.licensespring.com/license-api/activate-license
 * @since 0.2
 */
ls_credentials *ls_credentials_new_license_key(const char *license_key);

/**
 * Signs in with the token of a single sign-on (implicit grant; the API wants the access_token
 * value).
 *
 * @param id_token The token, up to 65,536 bytes; copied.
 * @param customer_account_code The code of the customer account that the identity provider belongs
 * to, up to 1,024 bytes; copied.
 * @return The credentials, which the caller frees with ls_credentials_free().
 *
 * Does not block.
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 * @since 0.1
 */
ls_credentials *ls_credentials_new_id_token(const char *id_token,
                                            const char *customer_account_code);

/**
 * Signs in with the code of a single sign-on (authorization code grant). It is good for one use,
 * and therefore sent again only if the server refused the request's date before looking at it.
 *
 * @param code The code, up to 65,536 bytes; copied.
 * @param customer_account_code The code of the customer account that the identity provider belongs
 * to, up to 1,024 bytes; copied.
 * @param redirect_uri The redirect URI that the code was issued for, up to 1,024 bytes, copied; or
 * NULL.
 * @return The credentials, which the caller frees with ls_credentials_free().
 *
 * Does not block.
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 * @since 0.1
 */
ls_credentials *ls_credentials_new_code(const char *code,
                                        const char *customer_account_code,
                                        const char *redirect_uri);

/**
 * Asks as a user who signed in on this device before, without a secret. Answered from the store
 * alone, while the offline grace lasts; LS_POLICY_NETWORK_ONLY is LS_ERR_INVALID_ARGUMENT with it.
 *
 * With ls_config_set_remember() the server is asked with the remembered password, as the policy
 * says; if there is none, or the platform does not give it in half of the time, the store answers,
 * and LS_POLICY_NETWORK_ONLY is LS_ERR_NOT_CACHED.
 *
 * @param username_or_null The email of the user, up to 1,024 bytes, copied; NULL for the user who
 * signed in last.
 * @return The credentials, which the caller frees with ls_credentials_free().
 *
 * Does not block.
 * @since 0.1
 */
ls_credentials *ls_credentials_new_remembered(const char *username_or_null);

/**
 * Frees credentials.
 *
 * @param credentials The credentials. NULL is a no-op.
 * @since 0.1
 */
void ls_credentials_free(ls_credentials *credentials);

/** @} */

/**
 * @defgroup asking Calls
 * The main call is ls_check(): may this user run this product? The others give the licenses themselves, the
 * users of a customer, and a product. A policy says whether the server or the store answers.
 * @{
 */

/**
 * Where an answer may come from. Passed as int32_t: another number is LS_ERR_INVALID_ARGUMENT.
 *
 * @since 0.1
 */
enum ls_policy
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Ask the server; if it does not answer in time, answer from the store while the offline
     * grace lasts, and let the request go on in the background.
     */
    LS_POLICY_NETWORK_FIRST = 0,
    /**
     * Answer from the store at once, without opening a socket, if it holds a usable answer, and
     * refresh it in the background when it is older than refresh_after_seconds; otherwise as
     * LS_POLICY_NETWORK_FIRST.
     */
    LS_POLICY_CACHE_FIRST = 1,
    /**
     * Ask the server only.
     */
    LS_POLICY_NETWORK_ONLY = 2,
    /**
     * Ask the store only. Opens no socket.
     */
    LS_POLICY_CACHE_ONLY = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum ls_policy ls_policy;
#else
typedef int32_t ls_policy;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Where an answer came from.
 *
 * @since 0.1
 */
enum ls_source
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * From the server, by this call.
     */
    LS_SOURCE_NETWORK = 0,
    /**
     * From the store on this device.
     */
    LS_SOURCE_CACHE = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum ls_source ls_source;
#else
typedef int32_t ls_source;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * May this user run this product, or this feature of it? The main call, for start-up.
 *
 * Gets the licenses as ls_user_licenses() does with the same policy, then decides as
 * ls_licenses_check() does.
 *
 * @param agent The agent.
 * @param product The product's short code, up to 1,024 bytes.
 * @param feature_or_null The code of a feature, up to 1,024 bytes; NULL for the product itself.
 * @param credentials Who the user is.
 * @param policy Where the answer may come from: a value of ls_policy.
 * @param out_entitlement Receives the entitlement, which the caller frees with
 * ls_entitlement_free(); NULL on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK: there is an answer, yes or no. Another status as ls_user_licenses() does: nobody
 * knows.
 *
 * Blocks for at most the configured timeout_ms; with LS_POLICY_CACHE_FIRST and a stored answer, or
 * LS_POLICY_CACHE_ONLY, while a file is read.
 * @since 0.1
 */
ls_status ls_check(const ls_agent *agent,
                   const char *product,
                   const char *feature_or_null,
                   const ls_credentials *credentials,
                   int32_t policy,
                   ls_entitlement **out_entitlement,
                   ls_error **out_error);

/**
 * Gets the licenses of a user for a product.
 *
 * An answer counts only if it came over TLS, carries the server's signature and is about this
 * product and, for a password sign-in, this user. A good one is stored. With
 * LS_POLICY_NETWORK_FIRST a failure to reach the server gives the stored answer, if this sign-in
 * has earned it before and the offline grace lasts; ls_licenses_fallback() then says why.
 *
 * @param agent The agent.
 * @param product The product's short code, up to 1,024 bytes.
 * @param credentials Who the user is.
 * @param policy Where the answer may come from: a value of ls_policy.
 * @param out_licenses Receives the licenses, which the caller frees with ls_licenses_free(); NULL
 * on failure. There may be none in it.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or LS_ERR_INVALID_ARGUMENT, _CONFIG (the CA file), _NETWORK, _TIMEOUT, _TLS,
 * _PROXY, _CLOCK, _RESPONSE, _SIGNATURE, _MISMATCH, _API_KEY, _CREDENTIALS, _REFUSED,
 * _RATE_LIMITED, _SERVER, _NOT_CACHED, _CACHE_EXPIRED, _CACHE, _CANCELLED (the agent was closed),
 * _INTERNAL.
 *
 * Blocks for at most the configured timeout_ms; with LS_POLICY_CACHE_ONLY while a file is read.
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 * @since 0.1
 */
ls_status ls_user_licenses(const ls_agent *agent,
                           const char *product,
                           const ls_credentials *credentials,
                           int32_t policy,
                           ls_licenses **out_licenses,
                           ls_error **out_error);

/**
 * Gets the users of a customer's licenses for a product. No user signs in: the vendor's key
 * suffices.
 *
 * An answer counts only if it came over TLS, carries the server's signature and is about this
 * customer. It is stored without the initial passwords, which only an answer fresh from the
 * network has. It is not paginated: a large customer is one large answer.
 *
 * @param agent The agent.
 * @param product The product's short code, up to 1,024 bytes.
 * @param customer_email The email of the customer, up to 1,024 bytes.
 * @param policy Where the answer may come from: a value of ls_policy.
 * @param out_users Receives the users, which the caller frees with ls_license_users_free(); NULL
 * on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or another status as ls_user_licenses() does.
 *
 * Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/list-license-users-for-customer
 * @since 0.1
 */
ls_status ls_customer_license_users(const ls_agent *agent,
                                    const char *product,
                                    const char *customer_email,
                                    int32_t policy,
                                    ls_license_users **out_users,
                                    ls_error **out_error);

/**
 * Gets a product as the licensing service has it. No user signs in, and no license is needed: the vendor's key
 * suffices.
 *
 * An answer counts only if it came over TLS, carries the server's signature and is about this
 * product. The server is asked each time: nothing is stored.
 *
 * @param agent The agent.
 * @param product The product's short code, up to 1,024 bytes.
 * @param out_product Receives the product, which the caller frees with ls_product_free(); NULL on
 * failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or LS_ERR_INVALID_ARGUMENT, _CONFIG (the CA file), _NETWORK, _TIMEOUT, _TLS,
 * _PROXY, _CLOCK, _RESPONSE, _SIGNATURE, _MISMATCH, _API_KEY, _CREDENTIALS, _REFUSED (with the code
 * "unknown_product" where there is no such product), _RATE_LIMITED, _SERVER, _CANCELLED (the agent
 * was closed), _INTERNAL.
 *
 * Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/product-details
 * @since 0.2
 */
ls_status ls_fetch_product(const ls_agent *agent,
                           const char *product,
                           ls_product **out_product,
                           ls_error **out_error);

/** @} */

/**
 * @defgroup ls_entitlement Decisions
 * The answer of ls_check() and ls_licenses_check(): whether a user may run a product, and why.
 * @{
 */

/**
 * Whether a user may run a product, and why. A newer library may have more.
 *
 * @since 0.1
 */
enum ls_decision
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Yes.
     */
    LS_DECISION_ALLOWED = 0,
    /**
     * Yes: expired, but within the license's own grace period.
     */
    LS_DECISION_ALLOWED_GRACE = 1,
    /**
     * No: the user has no license for the product.
     */
    LS_DECISION_DENIED_NO_LICENSE = 10,
    /**
     * No: the vendor has disabled the license.
     */
    LS_DECISION_DENIED_DISABLED = 11,
    /**
     * No: the license is not active.
     */
    LS_DECISION_DENIED_INACTIVE = 12,
    /**
     * No: the license begins later.
     */
    LS_DECISION_DENIED_NOT_STARTED = 13,
    /**
     * No: the license has expired.
     */
    LS_DECISION_DENIED_EXPIRED = 14,
    /**
     * No: the license does not include the feature.
     */
    LS_DECISION_DENIED_NO_FEATURE = 15,
    /**
     * No: the feature has expired.
     */
    LS_DECISION_DENIED_FEATURE_EXPIRED = 16,
    /**
     * No: the license or the feature floats, and this device holds no seat of it.
     * @since 0.2
     */
    LS_DECISION_DENIED_NO_SEAT = 17,
    /**
     * No: the server does not know this device any more; activate again.
     * @since 0.2
     */
    LS_DECISION_DENIED_NOT_ACTIVATED = 18,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum ls_decision ls_decision;
#else
typedef int32_t ls_decision;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Whether the answer is yes.
 *
 * @param entitlement The entitlement, or NULL.
 * @return Whether the user may run the product or feature; false if entitlement is NULL.
 * @since 0.1
 */
bool ls_entitlement_is_allowed(const ls_entitlement *entitlement);

/**
 * The decision and its reason.
 *
 * @param entitlement The entitlement, or NULL.
 * @return The decision; LS_DECISION_DENIED_NO_LICENSE if entitlement is NULL.
 * @since 0.1
 */
ls_decision ls_entitlement_decision(const ls_entitlement *entitlement);

/**
 * The license that decided.
 *
 * @param entitlement The entitlement, or NULL.
 * @return The license, borrowed; NULL if there was none.
 * @since 0.1
 */
const ls_license *ls_entitlement_license(const ls_entitlement *entitlement);

/**
 * When the right to use ends, or ended: the first second without it, a grace period that has begun
 * included.
 *
 * @param entitlement The entitlement, or NULL.
 * @param out Receives the time in Unix seconds, UTC; 0 if it has no end. May be NULL.
 * @return Whether it has an end.
 * @since 0.1
 */
bool ls_entitlement_expires_at(const ls_entitlement *entitlement, int64_t *out);

/**
 * Whether the server answered this call or the store did.
 *
 * @param entitlement The entitlement, or NULL.
 * @return The source; LS_SOURCE_NETWORK if entitlement is NULL.
 * @since 0.1
 */
ls_source ls_entitlement_source(const ls_entitlement *entitlement);

/**
 * When the server gave the answer, by the later of this device's clock and the server's.
 *
 * @param entitlement The entitlement, or NULL.
 * @return The time in Unix seconds, UTC; 0 if entitlement is NULL.
 * @since 0.1
 */
int64_t ls_entitlement_fetched_at(const ls_entitlement *entitlement);

/**
 * Why the store answered although the server was asked.
 *
 * @param entitlement The entitlement, or NULL.
 * @return The error, borrowed; NULL if the server answered, or was not asked.
 * @since 0.1
 */
const ls_error *ls_entitlement_fallback(const ls_entitlement *entitlement);

/**
 * A sentence to show a person, in English.
 *
 * @param entitlement The entitlement, or NULL.
 * @return The text, borrowed; NULL if entitlement is NULL.
 * @since 0.1
 */
const char *ls_entitlement_message(const ls_entitlement *entitlement);

/**
 * Everything as JSON: {"allowed", "decision", "message", "product", "feature", "expires_at",
 * "source" ("network" or "cache"), "fetched_at", "fallback" (a message or null), "license" (as
 * ls_license_to_json() gives it, or null)}.
 *
 * @param entitlement The entitlement, or NULL.
 * @return The JSON text, which the caller frees with ls_string_free(); NULL if entitlement is
 * NULL.
 * @since 0.1
 */
char *ls_entitlement_to_json(const ls_entitlement *entitlement);

/**
 * Frees an entitlement and everything that was read from it.
 *
 * @param entitlement The entitlement. NULL is a no-op.
 * @since 0.1
 */
void ls_entitlement_free(ls_entitlement *entitlement);

/** @} */

/**
 * @defgroup ls_task Calls that do not block
 * The same calls on a thread of the agent, with a callback.
 * @{
 */

/**
 * Receives the outcome of ls_check_start(); otherwise like ls_licenses_callback.
 *
 * @param user_data That of the function that was given the callback.
 * @param status The status of the call.
 * @param entitlement The entitlement, which the callback frees with ls_entitlement_free(); NULL on
 * failure.
 * @param error The error, which the callback frees with ls_error_free(); NULL on success.
 * @since 0.1
 */
typedef void (*ls_entitlement_callback)(void *user_data,
                                        ls_status status,
                                        ls_entitlement *entitlement,
                                        ls_error *error);

/**
 * Receives the outcome of ls_user_licenses_start() or ls_sso_sign_in_start(): licenses or an
 * error.
 *
 * It comes exactly once, on a thread of the agent, never on one that is inside a call of the
 * application (it may come before the function that began the call has returned). If the agent is
 * closed or freed, it comes with LS_ERR_CANCELLED, unless it has come or is coming. It may free
 * the agent. None is running or comes once ls_agent_free() has returned, or ls_agent_close() has
 * returned LS_OK: until then user_data must live. It must not throw.
 *
 * @param user_data That of the function that was given the callback.
 * @param status The status of the call.
 * @param licenses The licenses, which the callback frees with ls_licenses_free(); NULL on failure.
 * @param error The error, which the callback frees with ls_error_free(); NULL on success.
 * @since 0.1
 */
typedef void (*ls_licenses_callback)(void *user_data,
                                     ls_status status,
                                     ls_licenses *licenses,
                                     ls_error *error);

/**
 * Receives the outcome of ls_customer_license_users_start(); otherwise like ls_licenses_callback.
 *
 * @param user_data That of the function that was given the callback.
 * @param status The status of the call.
 * @param users The users, which the callback frees with ls_license_users_free(); NULL on failure.
 * @param error The error, which the callback frees with ls_error_free(); NULL on success.
 * @since 0.1
 */
typedef void (*ls_license_users_callback)(void *user_data,
                                          ls_status status,
                                          ls_license_users *users,
                                          ls_error *error);

/**
 * Like ls_check(), on a thread of the agent. Arguments are copied.
 *
 * @param agent The agent.
 * @param product The product's short code, up to 1,024 bytes.
 * @param feature_or_null The code of a feature, up to 1,024 bytes; NULL for the product itself.
 * @param credentials Who the user is.
 * @param policy Where the answer may come from: a value of ls_policy.
 * @param callback Receives the outcome.
 * @param user_data Passed to the callback, and not looked at. May be NULL.
 * @param out_task Receives the task, which the caller frees with ls_task_free(); NULL on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_INTERNAL (no thread could be started). On
 * failure nothing was begun and no callback comes.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_check_start(const ls_agent *agent,
                         const char *product,
                         const char *feature_or_null,
                         const ls_credentials *credentials,
                         int32_t policy,
                         ls_entitlement_callback callback,
                         void *user_data,
                         ls_task **out_task,
                         ls_error **out_error);

/**
 * Like ls_user_licenses(), on a thread of the agent. Arguments are copied.
 *
 * @param agent The agent.
 * @param product The product's short code, up to 1,024 bytes.
 * @param credentials Who the user is.
 * @param policy Where the answer may come from: a value of ls_policy.
 * @param callback Receives the outcome.
 * @param user_data Passed to the callback, and not looked at. May be NULL.
 * @param out_task Receives the task, which the caller frees with ls_task_free(); NULL on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_INTERNAL (no thread could be started). On
 * failure nothing was begun and no callback comes.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_user_licenses_start(const ls_agent *agent,
                                 const char *product,
                                 const ls_credentials *credentials,
                                 int32_t policy,
                                 ls_licenses_callback callback,
                                 void *user_data,
                                 ls_task **out_task,
                                 ls_error **out_error);

/**
 * Like ls_customer_license_users(), on a thread of the agent. Arguments are copied.
 *
 * @param agent The agent.
 * @param product The product's short code, up to 1,024 bytes.
 * @param customer_email The email of the customer, up to 1,024 bytes.
 * @param policy Where the answer may come from: a value of ls_policy.
 * @param callback Receives the outcome.
 * @param user_data Passed to the callback, and not looked at. May be NULL.
 * @param out_task Receives the task, which the caller frees with ls_task_free(); NULL on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_INTERNAL (no thread could be started). On
 * failure nothing was begun and no callback comes.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_customer_license_users_start(const ls_agent *agent,
                                          const char *product,
                                          const char *customer_email,
                                          int32_t policy,
                                          ls_license_users_callback callback,
                                          void *user_data,
                                          ls_task **out_task,
                                          ls_error **out_error);

/**
 * Waits until the callback of a task has returned. Not from within that callback: it would wait
 * for itself.
 *
 * @param task The task.
 * @param timeout_ms How long to wait, in milliseconds.
 * @return LS_OK; LS_ERR_TIMEOUT if it has not returned by then; LS_ERR_INVALID_ARGUMENT;
 * LS_ERR_CONFIG in a process that was forked later.
 *
 * Blocks for at most timeout_ms.
 * @since 0.1
 */
ls_status ls_task_wait(const ls_task *task, uint32_t timeout_ms);

/**
 * Cancels a task: its callback comes soon, with LS_ERR_CANCELLED, unless it has come or is coming
 * with an outcome already. A request under way may still reach the server, and its answer the
 * store.
 *
 * @param task The task.
 * @return LS_OK, LS_ERR_INVALID_ARGUMENT, or LS_ERR_CONFIG in a process that was forked later.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_task_cancel(const ls_task *task);

/**
 * Frees a task; the call goes on, and its callback comes.
 *
 * @param task The task. NULL is a no-op.
 * @since 0.1
 */
void ls_task_free(ls_task *task);

/** @} */

/**
 * @defgroup ls_activation A license on this device
 * Activating a license takes it into use on this device, and counts as one of those that it may be used on. Once
 * ls_activate(), then at each start ls_activation_open() and ls_activation_check(), at the end
 * ls_activation_deactivate().
 * @{
 */

/**
 * Receives the outcome of ls_activate_start(); otherwise like ls_licenses_callback.
 *
 * @param user_data That of the function that was given the callback.
 * @param status The status of the call.
 * @param activation The activation, which the callback frees with ls_activation_free(); NULL on
 * failure.
 * @param error The error, which the callback frees with ls_error_free(); NULL on success.
 * @since 0.2
 */
typedef void (*ls_activation_callback)(void *user_data,
                                       ls_status status,
                                       ls_activation *activation,
                                       ls_error *error);

/**
 * Activates a license on this device: it counts as one of those that the license may be used on,
 * until ls_activation_deactivate() gives it up. Once, when the application is set up; then
 * ls_activation_open() at each start.
 *
 * One license of a product is activated on a device (for one user of its operating system). What is
 * active already is returned again, after the server was asked. Another license of the product
 * takes its place in the store; the former one is not deactivated, which is to be done before.
 *
 * An answer counts only if it came over TLS, carries the server's signature and is about this
 * product, this device and the holder who asked. It is stored, with the license key where there is
 * one, sealed. The password, token or code of a sign-in is used for this call and not stored.
 *
 * The request is not repeated once it may have arrived. If its answer is lost, the server is asked
 * whether it knows this device; only if that fails too it is LS_ERR_UNCERTAIN, and the next call
 * finds out first. That holds also if the process ends meanwhile: no second activation is used up.
 *
 * To ask about a license that floats takes one of its seats until its timeout: where one is activated
 * already, and where an answer is lost.
 *
 * @param agent The agent. Its store must not be switched off: LS_ERR_CONFIG.
 * @param product The product's short code, up to 1,024 bytes.
 * @param credentials The license key, or how the user signs in.
 * @param license_id The id of the license (ls_license_id()); 0 for the only one. A user who has
 * several usable licenses of the product has to say which: LS_ERR_INVALID_ARGUMENT, as for 0 with a
 * code of a single sign-on, which is good for one request.
 * @param out_activation Receives the activation, which the caller frees with ls_activation_free();
 * NULL on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or LS_ERR_ACTIVATION_LIMIT (ls_error_code() says which), LS_ERR_UNCERTAIN,
 * LS_ERR_NOT_ACTIVATED (a code was used up to find out that an earlier activation did not reach the
 * server: the user signs in once more), LS_ERR_CACHE (nothing was sent, if it says that the store
 * cannot be written), LS_ERR_TIMEOUT (also while another process activates), or another status as
 * ls_user_licenses() does.
 *
 * Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/activate-license
 * @since 0.2
 */
ls_status ls_activate(const ls_agent *agent,
                      const char *product,
                      const ls_credentials *credentials,
                      int64_t license_id,
                      ls_activation **out_activation,
                      ls_error **out_error);

/**
 * Like ls_activate(), on a thread of the agent. Arguments are copied. One that is cancelled may have
 * reached the server: the next ls_activate() finds out.
 *
 * @param agent The agent.
 * @param product The product's short code, up to 1,024 bytes.
 * @param credentials The license key, or how the user signs in.
 * @param license_id The id of the license; 0 for the only one.
 * @param callback Receives the outcome.
 * @param user_data Passed to the callback, and not looked at. May be NULL.
 * @param out_task Receives the task, which the caller frees with ls_task_free(); NULL on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_INTERNAL (no thread could be started). On
 * failure nothing was begun and no callback comes.
 *
 * Does not block.
 * @since 0.2
 */
ls_status ls_activate_start(const ls_agent *agent,
                            const char *product,
                            const ls_credentials *credentials,
                            int64_t license_id,
                            ls_activation_callback callback,
                            void *user_data,
                            ls_task **out_task,
                            ls_error **out_error);

/**
 * Opens the license of a product that is activated on this device, as it lies in the store: at
 * each start of the application, before ls_activation_check().
 *
 * Whether it may be used, the store does not say here. What was activated under another
 * ls_config_set_device_id(), by another user of the operating system or on another machine is not
 * found.
 *
 * @param agent The agent.
 * @param product The product's short code, up to 1,024 bytes.
 * @param out_activation Receives the activation, which the caller frees with ls_activation_free();
 * NULL on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK; LS_ERR_NOT_ACTIVATED if this device has none; LS_ERR_UNCERTAIN if an activation
 * was sent and nobody has heard what became of it (the next ls_activate() finds out);
 * LS_ERR_INVALID_ARGUMENT; LS_ERR_CACHE; LS_ERR_CANCELLED (the agent was closed).
 *
 * Blocks while a file is read; opens no socket and starts no thread.
 * @since 0.2
 */
ls_status ls_activation_open(const ls_agent *agent,
                             const char *product,
                             ls_activation **out_activation,
                             ls_error **out_error);

/**
 * May the license on this device be used, or this feature of it? At each start, after
 * ls_activation_open().
 *
 * The license is asked for by the policy, as ls_check() does it, with the same deadline, offline
 * grace, refresh in the background and refresh callback. Where the server has just answered, it is
 * asked about the feature too; otherwise the license decides about it.
 *
 * A no of the server that speaks of the license is an answer, and no error: it is stored, and holds
 * without a network and beyond the offline grace until a signed answer lifts it.
 *
 * It never takes a floating seat: what floats is not asked about, and is
 * LS_DECISION_DENIED_NO_SEAT as long as this device holds no seat.
 *
 * @param activation The activation.
 * @param feature_or_null The code of a feature, up to 1,024 bytes; NULL for the product itself.
 * @param policy Where the answer may come from: a value of ls_policy.
 * @param out_entitlement Receives the entitlement, which the caller frees with
 * ls_entitlement_free(); NULL on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK: there is an answer, yes or no. Otherwise nobody knows: LS_ERR_NOT_ACTIVATED if the
 * license was deactivated, or another one was activated since; LS_ERR_UNCERTAIN if a deactivation
 * did not end and the server was not asked; LS_ERR_CANCELLED also if the agent was closed or freed;
 * or another status as ls_user_licenses() does.
 *
 * Blocks for at most the configured timeout_ms; with LS_POLICY_CACHE_FIRST and a stored answer, or
 * LS_POLICY_CACHE_ONLY, while files are read.
 * Source: https://docs.licensespring.com/license-api/check-license
 * @since 0.2
 */
ls_status ls_activation_check(const ls_activation *activation,
                              const char *feature_or_null,
                              int32_t policy,
                              ls_entitlement **out_entitlement,
                              ls_error **out_error);

/**
 * Like ls_activation_check(), on a thread of the agent. Arguments are copied.
 *
 * @param activation The activation, which may be freed meanwhile.
 * @param feature_or_null The code of a feature, up to 1,024 bytes; NULL for the product itself.
 * @param policy Where the answer may come from: a value of ls_policy.
 * @param callback Receives the outcome.
 * @param user_data Passed to the callback, and not looked at. May be NULL.
 * @param out_task Receives the task, which the caller frees with ls_task_free(); NULL on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, LS_ERR_INVALID_ARGUMENT, LS_ERR_CANCELLED (the agent was closed or freed) or
 * LS_ERR_INTERNAL (no thread could be started). On failure nothing was begun and no callback comes.
 *
 * Does not block.
 * @since 0.2
 */
ls_status ls_activation_check_start(const ls_activation *activation,
                                    const char *feature_or_null,
                                    int32_t policy,
                                    ls_entitlement_callback callback,
                                    void *user_data,
                                    ls_task **out_task,
                                    ls_error **out_error);

/**
 * Gets the license as the server last described it: one license, with all its fields. To decide whether
 * it may be used is ls_activation_check()'s.
 *
 * @param activation The activation.
 * @param out_licenses Receives the license, which the caller frees with ls_licenses_free(); NULL on
 * failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK; LS_ERR_REFUSED or LS_ERR_NOT_ACTIVATED if the server has refused the license since
 * (ls_error_code() says how), LS_ERR_NOT_ACTIVATED also if it was deactivated; LS_ERR_UNCERTAIN (a
 * deactivation did not end); LS_ERR_NOT_CACHED, _CACHE_EXPIRED (past the offline grace), _CLOCK,
 * _CACHE, _INVALID_ARGUMENT, _CANCELLED, _CONFIG (forked).
 *
 * Blocks while files are read.
 * @since 0.2
 */
ls_status ls_activation_licenses(const ls_activation *activation,
                                 ls_licenses **out_licenses,
                                 ls_error **out_error);

/**
 * What the licensing service knows this device by: what ls_config_set_device_id() has set, or 64
 * hexadecimal digits, a hash of the machine's own id. It stays what it was when the license was
 * activated.
 *
 * @param activation The activation, or NULL.
 * @return The text, borrowed; NULL if activation is NULL.
 * @since 0.2
 */
const char *ls_activation_hardware_id(const ls_activation *activation);

/**
 * The number that the licensing service gave this device.
 *
 * @param activation The activation, or NULL.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if the server has not said one.
 * @since 0.2
 */
bool ls_activation_device_id(const ls_activation *activation, int64_t *out);

/**
 * Gives up the license on this device: another device may use it then. What was consumed and is
 * unsent is sent first (what the server refuses to count, or nobody knows of, holds nothing up),
 * then seats are released, borrowed ones too. What is stored of it is removed.
 *
 * A device that the server does not know any more is a success. Without a network it is
 * LS_ERR_NETWORK, and nothing changes. If the answer is lost, the server is asked whether it still
 * knows this device; only if that fails too it is LS_ERR_UNCERTAIN: the license is then not to be
 * used from the store, and a check or another ls_activation_deactivate() finds out.
 *
 * It also ends what a killed ls_offline_deactivation() has begun: the server is told instead, and no
 * file is needed any more. Until it has said so the license stays as that call has left it, unusable
 * here, and the file can still be written.
 *
 * @param activation The activation, which is still to be freed; calls with it fail with
 * LS_ERR_NOT_ACTIVATED afterwards.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK; LS_ERR_NOT_ACTIVATED if it was deactivated before, or another license of the
 * product was activated since; LS_ERR_UNCERTAIN; LS_ERR_REFUSED if the server refuses it;
 * LS_ERR_CANCELLED also if the agent was closed or freed; or another status as ls_user_licenses()
 * does.
 *
 * Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/deactivate-license
 * @since 0.2
 */
ls_status ls_activation_deactivate(const ls_activation *activation,
                                   ls_error **out_error);

/**
 * Frees an activation. The license stays activated: ls_activation_deactivate() gives it up. A call
 * with it that is running in another thread goes on.
 *
 * @param activation The activation. NULL is a no-op.
 * @since 0.2
 */
void ls_activation_free(ls_activation *activation);

/** @} */

/**
 * @defgroup ls_seat Floating seats
 * What floats may be used on more devices than it has seats: a device takes a seat, and the agent renews it until it is
 * released. ls_seat_acquire() after ls_activation_open(); ls_activation_borrow() before a trip without a network.
 * @{
 */

/**
 * What has become of a seat. A newer library may have more.
 *
 * @since 0.2
 */
enum ls_seat_event
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * A renewal failed. The seat is held still, and is renewed again while time is left.
     */
    LS_SEAT_AT_RISK = 1,
    /**
     * It was renewed after having been at risk. A renewal that succeeds at once is not reported.
     */
    LS_SEAT_RENEWED = 2,
    /**
     * It is not held any more, and is not taken again by itself.
     */
    LS_SEAT_LOST = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum ls_seat_event ls_seat_event;
#else
typedef int32_t ls_seat_event;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Receives what has become of a seat.
 *
 * It comes on a thread of the agent, never on one that is inside a call of the application; for one seat one
 * after the other, for several seats perhaps at once. LS_SEAT_LOST comes once for each ls_seat, and is the
 * last; none comes for a seat that the application has released. None is running or comes once
 * ls_agent_free() has returned, or ls_agent_close() has returned LS_OK: until then user_data must live, also
 * after ls_seat_free(). It may release or free the seat, its activation and the agent. It must not throw.
 *
 * @param user_data That of the function that was given the callback.
 * @param seat_event What has happened: a value of ls_seat_event.
 * @param error_or_null Why, borrowed for the call; NULL with LS_SEAT_RENEWED.
 * @since 0.2
 */
typedef void (*ls_seat_callback)(void *user_data, int32_t seat_event, const ls_error *error_or_null);

/**
 * Receives the outcome of ls_seat_acquire_start(); otherwise like ls_licenses_callback.
 *
 * @param user_data That of the function that was given the callback.
 * @param status The status of the call.
 * @param seat The seat, which the callback frees with ls_seat_free(); NULL on failure.
 * @param error The error, which the callback frees with ls_error_free(); NULL on success.
 * @since 0.2
 */
typedef void (*ls_seat_acquired_callback)(void *user_data,
                                          ls_status status,
                                          ls_seat *seat,
                                          ls_error *error);

/**
 * Takes one of the seats of a license that floats, or of a feature that does, for this device, and keeps it:
 * the agent renews it in the background until it is released or lost. Only then is ls_activation_check() a
 * yes for what floats.
 *
 * A seat has a timeout, in minutes, that the vendor has set (ls_license_floating_timeout(),
 * ls_feature_floating_timeout()). The agent renews the seat when half of it is past, give or take a tenth of
 * that; if this fails, once more at 3/4 and at 7/8 of it; and at once when the device has slept. The time is
 * that of a clock which goes on while the device sleeps and which nobody sets. A seat that was not renewed
 * by its end, or that the server refuses to renew, is lost.
 *
 * The device holds one seat, however many handles and processes it has: another call shares it, and asks the
 * server only if this device does not hold it yet. A process that is killed keeps nothing from the others:
 * at the next start this call renews the seat of the device and takes no second one.
 *
 * @param activation The activation, which may be freed before the seat.
 * @param feature_or_null The code of a feature that floats, up to 1,024 bytes; NULL for the license.
 * @param callback_or_null Receives what becomes of the seat; NULL if nobody wants to hear of it. See
 * ls_seat_callback.
 * @param user_data Passed to the callback, and not looked at. May be NULL.
 * @param out_seat Receives the seat, which the caller frees with ls_seat_free(); NULL on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on success. May be
 * NULL.
 * @return LS_OK; LS_ERR_NO_SEAT if all are taken; LS_ERR_NOT_ALLOWED if the license, or the feature, does
 * not float; LS_ERR_NOT_ACTIVATED; LS_ERR_REFUSED if the server refuses the license, or knows no such
 * feature (ls_error_code() says which); LS_ERR_CLOCK; LS_ERR_CANCELLED also if the agent was closed or
 * freed; or another status as ls_user_licenses() does.
 *
 * Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/check-license
 * @since 0.2
 */
ls_status ls_seat_acquire(const ls_activation *activation,
                          const char *feature_or_null,
                          ls_seat_callback callback_or_null,
                          void *user_data,
                          ls_seat **out_seat,
                          ls_error **out_error);

/**
 * Like ls_seat_acquire(), on a thread of the agent. Arguments are copied. One that is cancelled may have
 * reached the server: a seat that it took is released again, in the background.
 *
 * @param activation The activation, which may be freed meanwhile.
 * @param feature_or_null The code of a feature that floats, up to 1,024 bytes; NULL for the license.
 * @param event_callback_or_null Receives what becomes of the seat; NULL if nobody wants to hear of it.
 * @param event_user_data Passed to that callback, and not looked at. May be NULL.
 * @param callback Receives the outcome.
 * @param user_data Passed to the callback, and not looked at. May be NULL.
 * @param out_task Receives the task, which the caller frees with ls_task_free(); NULL on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on success. May be
 * NULL.
 * @return LS_OK, LS_ERR_INVALID_ARGUMENT, LS_ERR_CANCELLED (the agent was closed) or LS_ERR_INTERNAL (no
 * thread could be started). On failure nothing was begun and no callback comes.
 *
 * Does not block.
 * @since 0.2
 */
ls_status ls_seat_acquire_start(const ls_activation *activation,
                                const char *feature_or_null,
                                ls_seat_callback event_callback_or_null,
                                void *event_user_data,
                                ls_seat_acquired_callback callback,
                                void *user_data,
                                ls_task **out_task,
                                ls_error **out_error);

/**
 * Whether the seat is held at this moment: it was neither released nor lost. Asks nobody.
 *
 * @param seat The seat, or NULL.
 * @return true if it is held; false also if seat is NULL, and in a process that was forked off later.
 * @since 0.2
 */
bool ls_seat_is_held(const ls_seat *seat);

/**
 * When the seat ends, unless it is renewed before: the last renewal and the timeout of the seat. While the
 * license or feature is borrowed, the end of that. It moves with each renewal.
 *
 * @param seat The seat, or NULL.
 * @param out Receives the time in Unix seconds; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if the seat is not held.
 * @since 0.2
 */
bool ls_seat_expires_at(const ls_seat *seat,
                        int64_t *out);

/**
 * Releases the seat, so that another device can take it. If other handles, or other processes of this
 * device, hold it too, the device keeps it, until the last of them has released it.
 *
 * A seat that is not held any more is a success, and so is one that the server does not know of. A seat that
 * is borrowed is kept: ls_activation_return() gives it back. After a failure the handle is released all the
 * same, nothing is renewed any more, and the server frees the seat at its timeout.
 *
 * @param seat The seat, which is still to be freed.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on success. May be
 * NULL.
 * @return LS_OK, or another status as ls_user_licenses() does.
 *
 * Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/floating-release
 * @since 0.2
 */
ls_status ls_seat_release(const ls_seat *seat,
                          ls_error **out_error);

/**
 * Frees a seat, and releases it if it is held: in the background, where the agent goes on, and within the
 * 500 ms of ls_agent_free() at the end. With ls_config_set_release_seats() false it is left to its timeout.
 * No callback of it begins any more, but one may be running. A seat that is borrowed stays so.
 *
 * @param seat The seat. NULL is a no-op.
 * @since 0.2
 */
void ls_seat_free(ls_seat *seat);

/**
 * Borrows the seat of a license or feature that floats, before a trip: until its end this device holds it
 * without a network.
 *
 * Nothing is renewed meanwhile. Checks are answered from the store until the end, also after a restart of
 * the device, by a clock that must not be turned back (LS_ERR_CLOCK). Nothing gives the seat up but
 * ls_activation_return(), ls_activation_deactivate() and the end: no ls_seat_free(), no exit, no crash. To
 * borrow what is borrowed already asks for another end.
 *
 * The server wants the password, or a single sign-on, of a user; they are used for this call and not stored.
 * Of a license key it wants nothing more. A lost answer is settled by asking the server what is borrowed; of
 * a feature it does not say that, so it stays LS_ERR_UNCERTAIN: return it, or borrow it again.
 *
 * @param activation The activation.
 * @param feature_or_null The code of a feature that floats, up to 1,024 bytes; NULL for the license.
 * @param until When it is to end, in Unix seconds; 0 for as long as the vendor allows
 * (ls_license_max_borrow_time() hours).
 * @param credentials_or_null How the user signs in, who is the license's holder; NULL for an activation by a
 * license key, and for a user whose password is remembered (ls_config_set_remember()).
 * @param out_until Receives when it ends, in Unix seconds, as the server has said it; 0 on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on success. May be
 * NULL.
 * @return LS_OK; LS_ERR_NOT_ALLOWED if the vendor allows no borrowing, or none until then (the code is
 * "borrow_until_not_valid"), or if it does not float; LS_ERR_NO_SEAT if all seats are taken;
 * LS_ERR_CREDENTIALS; LS_ERR_UNCERTAIN if the answer was lost and nobody knows whether it is borrowed;
 * LS_ERR_NOT_ACTIVATED; LS_ERR_CACHE; LS_ERR_CANCELLED also if the agent was closed or freed; or another
 * status as ls_user_licenses() does.
 *
 * Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/floating-borrow
 * @since 0.2
 */
ls_status ls_activation_borrow(const ls_activation *activation,
                               const char *feature_or_null,
                               int64_t until,
                               const ls_credentials *credentials_or_null,
                               int64_t *out_until,
                               ls_error **out_error);

/**
 * Gives back what was borrowed, before its end: other devices can take the seat then. What is not borrowed
 * any more is a success.
 *
 * If this device has an ls_seat that is held, the seat is taken anew for it and renewed as before; where
 * that fails it is lost. Without one it is free. A seat that is held without being borrowed stays as it is:
 * ls_seat_release() is for that.
 *
 * @param activation The activation.
 * @param feature_or_null The code of the feature, up to 1,024 bytes; NULL for the license.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on success. May be
 * NULL.
 * @return LS_OK; LS_ERR_NOT_ACTIVATED; LS_ERR_CANCELLED also if the agent was closed or freed; or another
 * status as ls_user_licenses() does, after which it is still borrowed.
 *
 * Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/floating-release
 * @since 0.2
 */
ls_status ls_activation_return(const ls_activation *activation,
                               const char *feature_or_null,
                               ls_error **out_error);

/** @} */

/**
 * @defgroup ls_balance Consumption
 * What is metered is counted on this device, without waiting for a network, and sent later.
 * @{
 */

/**
 * Consumes an amount of a license, or of a feature, that is metered: counts it, on the disk, when the call
 * returns. It waits for no network.
 *
 * It is sent later, together with other amounts of the same counter: in the background, as
 * ls_config_set_consumption_sync_seconds() says; by ls_activation_sync(); before the license is deactivated.
 * A process that is killed loses nothing that this call has returned LS_OK for: the next one, or another one
 * of this device, sends it.
 *
 * Whether there is enough left is decided here, by what the server has said last: the limit, plus the
 * overage that the vendor allows, against its total, what is unsent, what is uncertain, and the amount.
 * Other devices may have consumed meanwhile; then the server refuses, which ls_activation_sync() reports.
 *
 * @param activation The activation.
 * @param feature_or_null The code of a feature that is metered, up to 1,024 bytes; NULL for the license.
 * @param amount How much, in the vendor's units. Negative: gives back, if the vendor allows it. Not 0.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on success. May be
 * NULL.
 * @return LS_OK: it is counted. Otherwise nothing is: LS_ERR_QUOTA if not as much is left;
 * LS_ERR_NOT_ALLOWED if it is not metered, or nothing can be given back; LS_ERR_NOT_ACTIVATED;
 * LS_ERR_REFUSED if the server has refused the license; LS_ERR_INVALID_ARGUMENT (also for 0, and for a
 * feature that the license does not have); LS_ERR_CACHE if it cannot be written (a full disk);
 * LS_ERR_NOT_CACHED; LS_ERR_CLOCK; LS_ERR_CANCELLED (the agent was closed or freed); LS_ERR_INTERNAL.
 *
 * Blocks while a file is written through to the disk, and for at most the configured timeout_ms while other
 * threads and processes write.
 * Source: https://docs.licensespring.com/license-api/add-consumption
 * @since 0.2
 */
ls_status ls_activation_consume(const ls_activation *activation,
                                const char *feature_or_null,
                                int64_t amount,
                                ls_error **out_error);

/**
 * Sends what of this license and its features was consumed and is unsent, until all of it is sent, or the
 * time is up.
 *
 * One process of this device sends at a time. The server knows no mark by which it could tell a repeated
 * request, so a lost answer is settled by reading its total and comparing it with that before. What stays
 * open after that is uncertain; ls_config_set_consumption_delivery() says what is done with it. Where
 * several devices count on the same license, nobody can promise "exactly once".
 *
 * @param activation The activation.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on success. May be
 * NULL.
 * @return LS_OK: nothing is unsent; an amount that is uncertain for good may be left
 * (ls_balance_uncertain()). LS_ERR_QUOTA if the server refuses an amount, which stays unsent;
 * LS_ERR_UNCERTAIN if an answer was lost and the total does not tell, or not yet, whether the amount was
 * counted; LS_ERR_NOT_ACTIVATED; LS_ERR_TIMEOUT (also while another process sends); LS_ERR_CANCELLED also if
 * the agent was closed or freed; or another status as ls_user_licenses() does. What was not sent stays
 * unsent.
 *
 * Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/add-consumption
 * @since 0.2
 */
ls_status ls_activation_sync(const ls_activation *activation,
                             ls_error **out_error);

/**
 * Gets what of a license or feature was consumed, as this device knows it. Asks nobody.
 *
 * @param activation The activation.
 * @param feature_or_null The code of a feature that is metered, up to 1,024 bytes; NULL for the license.
 * @param out_balance Receives the balance, which the caller frees with ls_balance_free(); NULL on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on success. May be
 * NULL.
 * @return LS_OK, or a status as ls_activation_consume() does; LS_ERR_QUOTA is none of them.
 *
 * Blocks while files are read.
 * @since 0.2
 */
ls_status ls_activation_balance(const ls_activation *activation,
                                const char *feature_or_null,
                                ls_balance **out_balance,
                                ls_error **out_error);

/**
 * What all devices have consumed, as the server has said last. What is unsent here is not in it.
 *
 * @param balance The balance, or NULL.
 * @return The total, in the vendor's units; 0 if balance is NULL.
 * @since 0.2
 */
int64_t ls_balance_total(const ls_balance *balance);

/**
 * How much all devices together may consume: the vendor's limit, and the overage where the vendor allows
 * one.
 *
 * @param balance The balance, or NULL.
 * @param out Receives the limit, in the vendor's units; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if it is unlimited, or balance is NULL.
 * @since 0.2
 */
bool ls_balance_limit(const ls_balance *balance,
                      int64_t *out);

/**
 * What was consumed on this device, by all its processes, and is not sent yet.
 *
 * @param balance The balance, or NULL.
 * @return The sum, in the vendor's units, negative if more was given back; 0 if balance is NULL.
 * @since 0.2
 */
int64_t ls_balance_unsent(const ls_balance *balance);

/**
 * What was sent from this device, and of which nobody knows whether the server has counted it: it may be in
 * the total, and it is not in what is unsent.
 *
 * @param balance The balance, or NULL.
 * @return The sum, in the vendor's units; 0 if balance is NULL.
 * @since 0.2
 */
int64_t ls_balance_uncertain(const ls_balance *balance);

/**
 * Frees a balance.
 *
 * @param balance The balance. NULL is a no-op.
 * @since 0.2
 */
void ls_balance_free(ls_balance *balance);

/** @} */

/**
 * @defgroup ls_sso_options Single sign-on
 * Signing a person in with a browser, through the identity provider of a customer account.
 * @{
 */

/**
 * The proof of a sign-in that the identity provider sends with the browser. Passed as int32_t: another number is
 * LS_ERR_INVALID_ARGUMENT.
 *
 * @since 0.1
 */
enum ls_sso_response
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * A code that is good for one use (authorization code grant).
     */
    LS_SSO_RESPONSE_CODE = 0,
    /**
     * The token itself, in the fragment of the address (implicit grant).
     */
    LS_SSO_RESPONSE_TOKEN = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum ls_sso_response ls_sso_response;
#else
typedef int32_t ls_sso_response;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Shows a page to the person who signs in: in a browser window of the application's own, for
 * example.
 *
 * It comes once for each sign-in, on the thread that is at work on it: the caller's in
 * ls_sso_sign_in(), one of the agent's in ls_sso_sign_in_start(). It must return soon and not wait
 * for the person, since nobody takes the redirect meanwhile. user_data must live until the sign-in
 * is over, or as long as that of other callbacks: see ls_agent_free(). It must not throw.
 *
 * @param user_data That of the function that was given the callback.
 * @param url The address of the page, borrowed for the call.
 * @return true if the application shows it; with false the agent has the system's browser open it.
 * @since 0.1
 */
typedef bool (*ls_browser_callback)(void *user_data, const char *url);

/**
 * Makes options with their defaults.
 *
 * @return The options, which the caller frees with ls_sso_options_free().
 *
 * Does not block.
 * @since 0.1
 */
ls_sso_options *ls_sso_options_new(void);

/**
 * Frees options. A sign-in that was begun with them is not affected.
 *
 * @param options The options. NULL is a no-op.
 * @since 0.1
 */
void ls_sso_options_free(ls_sso_options *options);

/**
 * Sets the port of 127.0.0.1 to which the identity provider sends the browser back. Default: the
 * system chooses one, which takes a provider that lets any port of http://127.0.0.1 pass (RFC
 * 8252).
 *
 * @param options The options.
 * @param port The port, or 0 for the default.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_sso_options_set_port(ls_sso_options *options, uint16_t port);

/**
 * Sets the path to which the browser is sent back, as it stands in the redirect URI that the
 * vendor has registered. Default: "/".
 *
 * @param options The options.
 * @param path The path: beginning with a slash, without query and fragment, up to 1,024 bytes;
 * copied.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_sso_options_set_path(ls_sso_options *options, const char *path);

/**
 * Sets what the identity provider sends back. Default: LS_SSO_RESPONSE_CODE.
 *
 * @param options The options.
 * @param response_type A value of ls_sso_response.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_sso_options_set_response_type(ls_sso_options *options, int32_t response_type);

/**
 * Sets how long the person may take. Default: 300,000 (5 minutes). The agent's requests to the
 * license server before and after have timeout_ms of the configuration each.
 *
 * @param options The options.
 * @param timeout_ms The time in milliseconds: 1 to 3,600,000.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_sso_options_set_timeout_ms(ls_sso_options *options, uint32_t timeout_ms);

/**
 * Sets whether the redirect of the browser must have the state that was sent along. Default: true.
 *
 * With false a code or a token without a state is taken as well, for an identity provider that
 * loses it: then any web page in the person's browser can sign them in as somebody else while the
 * agent waits. Another state, and an error without one, are not taken in either case.
 *
 * @param options The options.
 * @param require_state Whether to require it.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.2
 */
ls_status ls_sso_options_set_require_state(ls_sso_options *options, bool require_state);

/**
 * Sets whether the license server must have signed the address of the sign-in page before it is
 * opened. Default: true.
 *
 * With false an unsigned one is opened as well, for a server that does not sign it: then a proxy
 * that ends the TLS connection decides which page the person signs in at. A wrong signature is
 * LS_ERR_SIGNATURE in either case.
 *
 * @param options The options.
 * @param require_signature Whether to require it.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.2
 */
ls_status ls_sso_options_set_require_signature(ls_sso_options *options, bool require_signature);

/**
 * Sets a callback that shows the sign-in page. Default: the system's browser does.
 *
 * @param options The options.
 * @param callback The callback, or NULL for the default; see ls_browser_callback.
 * @param user_data Passed to the callback, and not looked at. Must stay valid, like the callback,
 * until the sign-ins begun with these options are over.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_sso_options_set_browser_callback(ls_sso_options *options,
                                              ls_browser_callback callback,
                                              void *user_data);

/**
 * Signs a person in through the identity provider of a customer account, in a browser, and gets
 * their licenses for a product.
 *
 * The agent asks the license server for the provider's page, listens on a port of 127.0.0.1, has
 * the page opened (see ls_browser_callback), takes the code or the token from the address that the
 * browser comes back with, shows a page that says that the window may be closed, stops listening,
 * and asks for the licenses as ls_user_licenses() does with LS_POLICY_NETWORK_ONLY. The answer is
 * stored: ls_credentials_new_remembered() then asks without a browser.
 *
 * The page's address gets a redirect_uri and a random state, unless it has them already. A
 * redirect with another state, or with none (see ls_sso_options_set_require_state()), is not
 * taken: the browser shows that, and the agent goes on waiting. Only an https page is opened, or
 * one of this device, whose address the license server has signed (see
 * ls_sso_options_set_require_signature()).
 *
 * Where the provider sends the browser back to http://localhost, the agent listens on 127.0.0.1
 * and on [::1]. If another program has the port of either, nothing is opened: LS_ERR_CONFIG.
 * Better register http://127.0.0.1.
 *
 * @param agent The agent.
 * @param product The product's short code, up to 1,024 bytes.
 * @param customer_account_code The code of the customer account, up to 1,024 bytes.
 * @param options_or_null The options; NULL for their defaults.
 * @param out_licenses Receives the licenses, which the caller frees with ls_licenses_free(); NULL
 * on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or LS_ERR_TIMEOUT (nobody finished in time), LS_ERR_CREDENTIALS (the provider's
 * access_denied, for one: cancelled in the browser), LS_ERR_REFUSED (any other error of the
 * provider: ls_error_code() has it), LS_ERR_CONFIG (no browser can be opened, the port is taken,
 * or the page leads back to another address; the message says what to do), LS_ERR_RESPONSE (a page
 * that is not opened, for one), LS_ERR_CANCELLED, or another status as ls_user_licenses() does.
 *
 * Blocks for as long as the person takes, up to the time of ls_sso_options_set_timeout_ms(), and
 * for at most twice the configured timeout_ms more.
 * Source: https://docs.licensespring.com/license-api/single-sign-on-url
 * @since 0.1
 */
ls_status ls_sso_sign_in(const ls_agent *agent,
                         const char *product,
                         const char *customer_account_code,
                         const ls_sso_options *options_or_null,
                         ls_licenses **out_licenses,
                         ls_error **out_error);

/**
 * Like ls_sso_sign_in(), on a thread of the agent. ls_task_cancel() or ls_agent_free() ends it
 * with LS_ERR_CANCELLED, whatever the person does. Arguments are copied.
 *
 * @param agent The agent.
 * @param product The product's short code, up to 1,024 bytes.
 * @param customer_account_code The code of the customer account, up to 1,024 bytes.
 * @param options_or_null The options; NULL for their defaults.
 * @param callback Receives the outcome.
 * @param user_data Passed to the callback, and not looked at. May be NULL.
 * @param out_task Receives the task, which the caller frees with ls_task_free(); NULL on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_INTERNAL (no thread could be started). On
 * failure nothing was begun and no callback comes.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_sso_sign_in_start(const ls_agent *agent,
                               const char *product,
                               const char *customer_account_code,
                               const ls_sso_options *options_or_null,
                               ls_licenses_callback callback,
                               void *user_data,
                               ls_task **out_task,
                               ls_error **out_error);

/**
 * Gets the address of the page at which a person signs in, for an application that has a browser
 * of its own and reads the redirect by itself; then ls_credentials_new_code() or
 * ls_credentials_new_id_token(). Never answered from the store.
 *
 * Of the addresses that the server gives the agent takes the one that leads to the redirect URI,
 * or one that names no redirect URI, to which it adds this one. The application can add a state.
 * The address is https, or http to this device; characters that a shell takes for its own are
 * percent-encoded. A wrong signature of the answer is LS_ERR_SIGNATURE; one that is not signed is
 * taken.
 *
 * @param agent The agent.
 * @param product The product's short code, up to 1,024 bytes.
 * @param customer_account_code The code of the customer account, up to 1,024 bytes.
 * @param response_type A value of ls_sso_response.
 * @param redirect_uri_or_null Where the page leads back to, up to 1,024 bytes, any scheme; NULL
 * for the first address that the server gives.
 * @param out_url Receives the address, which the caller frees with ls_string_free(); NULL on
 * failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or LS_ERR_CONFIG (no address leads to the redirect URI), or another status as
 * ls_user_licenses() does.
 *
 * Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/single-sign-on-url
 * @since 0.1
 */
ls_status ls_sso_url(const ls_agent *agent,
                     const char *product,
                     const char *customer_account_code,
                     int32_t response_type,
                     const char *redirect_uri_or_null,
                     char **out_url,
                     ls_error **out_error);

/** @} */

/**
 * @defgroup ls_licenses Licenses of a user
 * The answer of ls_user_licenses() and ls_sso_sign_in().
 * @{
 */

/**
 * The number of licenses.
 *
 * @param licenses The licenses, or NULL.
 * @return How many there are; 0 if licenses is NULL.
 * @since 0.1
 */
size_t ls_licenses_count(const ls_licenses *licenses);

/**
 * A license.
 *
 * @param licenses The licenses, or NULL.
 * @param index Which one, from 0 to ls_licenses_count() - 1.
 * @return The license, borrowed; NULL past the end.
 * @since 0.1
 */
const ls_license *ls_licenses_at(const ls_licenses *licenses, size_t index);

/**
 * Whether the server answered this call or the store did.
 *
 * @param licenses The licenses, or NULL.
 * @return The source; LS_SOURCE_NETWORK if licenses is NULL.
 * @since 0.1
 */
ls_source ls_licenses_source(const ls_licenses *licenses);

/**
 * When the server gave the answer, by the later of this device's clock and the server's.
 *
 * @param licenses The licenses, or NULL.
 * @return The time in Unix seconds, UTC; 0 if licenses is NULL.
 * @since 0.1
 */
int64_t ls_licenses_fetched_at(const ls_licenses *licenses);

/**
 * Why the store answered although the server was asked.
 *
 * @param licenses The licenses, or NULL.
 * @return The error, borrowed; NULL if the server answered, or was not asked.
 * @since 0.1
 */
const ls_error *ls_licenses_fallback(const ls_licenses *licenses);

/**
 * The server's JSON with every field, as an array of {"license": {…}, "user": {…}}, whichever of
 * its two forms the server sent.
 *
 * @param licenses The licenses, or NULL.
 * @return The JSON text, which the caller frees with ls_string_free(); NULL if licenses is NULL.
 * @since 0.1
 */
char *ls_licenses_to_json(const ls_licenses *licenses);

/**
 * May the user whose licenses these are run this product, or this feature of it? Asks neither the
 * server nor the store: the answer depends on the licenses and the time alone.
 *
 * Of several licenses the most generous decides; ties go to the one that lasts longest.
 * `is_expired: true` from the server is final; otherwise validity_period counts against the clock
 * (a date without a time lasts through that day, UTC), and allow_grace_period adds grace_period
 * hours. A feature's expiry_date is read like validity_period.
 *
 * @param licenses The licenses.
 * @param product The product's short code, up to 1,024 bytes.
 * @param feature_or_null The code of a feature, up to 1,024 bytes; NULL for the product itself.
 * @param out_entitlement Receives the entitlement, which the caller frees with
 * ls_entitlement_free(); NULL on failure. It stays valid when the licenses are freed.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_licenses_check(const ls_licenses *licenses,
                            const char *product,
                            const char *feature_or_null,
                            ls_entitlement **out_entitlement,
                            ls_error **out_error);

/**
 * Frees licenses and everything that was read from them.
 *
 * @param licenses The licenses. NULL is a no-op.
 * @since 0.1
 */
void ls_licenses_free(ls_licenses *licenses);

/** @} */

/**
 * @defgroup ls_license License
 * Fields are named as the API names them.
 * @{
 */

/**
 * The license with its user and every field, as {"license": {…}, "user": {…}}.
 *
 * @param license The license; NULL has none.
 * @return The JSON text, which the caller frees with ls_string_free(); NULL where there is none.
 * @since 0.1
 */
char *ls_license_to_json(const ls_license *license);

/**
 * The length of product_features: the features that the license grants.
 *
 * @param license The license; NULL reads as one without fields.
 * @return How many there are; 0 if the list was not sent.
 * @since 0.1
 */
size_t ls_license_product_features_count(const ls_license *license);

/**
 * An element of product_features: the features that the license grants.
 *
 * @param license The license; NULL reads as one without fields.
 * @param index Which one, from 0 to ls_license_product_features_count() - 1.
 * @return The feature, borrowed; NULL past the end.
 * @since 0.1
 */
const ls_feature *ls_license_product_features_at(const ls_license *license, size_t index);

/**
 * The length of custom_fields: the fields that the vendor added.
 *
 * @param license The license; NULL reads as one without fields.
 * @return How many there are; 0 if the list was not sent.
 * @since 0.1
 */
size_t ls_license_custom_fields_count(const ls_license *license);

/**
 * An element of custom_fields: the fields that the vendor added.
 *
 * @param license The license; NULL reads as one without fields.
 * @param index Which one, from 0 to ls_license_custom_fields_count() - 1.
 * @return The custom field, borrowed; NULL past the end.
 * @since 0.1
 */
const ls_custom_field *ls_license_custom_fields_at(const ls_license *license, size_t index);

/**
 * The user that the license is assigned to (the API's `user`).
 *
 * @param license The license; NULL reads as one without fields.
 * @return The user, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const ls_user *ls_license_holder(const ls_license *license);

/**
 * The customer who bought it.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The customer, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const ls_customer *ls_license_customer(const ls_license *license);

/**
 * The product that it is for.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The product, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const ls_product *ls_license_product_details(const ls_license *license);

/**
 * The id of the company that the order belongs to (`company.id`).
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_company_id(const ls_license *license, int64_t *out);

/**
 * The license's id.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_id(const ls_license *license, int64_t *out);

/**
 * The key by which it is activated; that of a user has none.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_license_license_key(const ls_license *license);

/**
 * The id of the device that it was activated on, as the application or the agent gave it; in the
 * answer to an activation.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_license_hardware_id(const ls_license *license);

/**
 * The id of the order it came with.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_order_store_id(const ls_license *license);

/**
 * The kind: "perpetual", "subscription", "time-limited", "consumption", …
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_license_type(const ls_license *license);

/**
 * Whether it has been activated and not deactivated since.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_license_active(const ls_license *license, bool *out);

/**
 * Whether the vendor has it enabled.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_license_enabled(const ls_license *license, bool *out);

/**
 * Whether it is a trial.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_is_trial(const ls_license *license, bool *out);

/**
 * How many days the trial lasts; sent for trials only.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_trial_days(const ls_license *license, int64_t *out);

/**
 * Whether the server counts it as expired, its grace period included.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_is_expired(const ls_license *license, bool *out);

/**
 * When it ends; a date without a time reads as the first second of that day, through which the
 * license lasts.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the time in Unix seconds, UTC; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_validity_period(const ls_license *license, int64_t *out);

/**
 * When it begins.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the time in Unix seconds, UTC; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_start_date(const ls_license *license, int64_t *out);

/**
 * Whether it has a maintenance period.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_enable_maintenance_period(const ls_license *license, bool *out);

/**
 * When maintenance (updates) ends; a date without a time reads as the first second of that day.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the time in Unix seconds, UTC; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_maintenance_period(const ls_license *license, int64_t *out);

/**
 * Whether it may be used for a while after it ended.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_allow_grace_period(const ls_license *license, bool *out);

/**
 * How long that is, in hours.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_grace_period(const ls_license *license, int64_t *out);

/**
 * How many devices it may be activated on.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_max_activations(const ls_license *license, int64_t *out);

/**
 * On how many devices it has been activated.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_times_activated(const ls_license *license, int64_t *out);

/**
 * Whether max_activations does not count.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_allow_unlimited_activations(const ls_license *license, bool *out);

/**
 * How often it may move to another device.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_max_transfers(const ls_license *license, int64_t *out);

/**
 * How often it has moved.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_transfer_count(const ls_license *license, int64_t *out);

/**
 * How many users it may be assigned to.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_max_license_users(const ls_license *license, int64_t *out);

/**
 * Whether it is floating, on a server of the customer's.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_is_floating(const ls_license *license, bool *out);

/**
 * Whether it is floating, on the vendor's server.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_is_floating_cloud(const ls_license *license, bool *out);

/**
 * After how many minutes without a sign of life a floating seat is free again.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_floating_timeout(const ls_license *license, int64_t *out);

/**
 * How many may use it at once; sent for floating licenses only.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_floating_users(const ls_license *license, int64_t *out);

/**
 * How many are using it now; sent for floating licenses only.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_floating_in_use_devices(const ls_license *license, int64_t *out);

/**
 * Whether a floating seat may be borrowed.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_can_borrow(const ls_license *license, bool *out);

/**
 * For how many hours at most.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_max_borrow_time(const ls_license *license, int64_t *out);

/**
 * Whether it is borrowed now.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_is_borrowed(const ls_license *license, bool *out);

/**
 * Until when it is borrowed.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the time in Unix seconds, UTC; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_borrowed_until(const ls_license *license, int64_t *out);

/**
 * How many consumptions it has; sent for consumption licenses only.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_max_consumptions(const ls_license *license, int64_t *out);

/**
 * How many were used.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_total_consumptions(const ls_license *license, int64_t *out);

/**
 * Whether max_consumptions does not count.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_allow_unlimited_consumptions(const ls_license *license, bool *out);

/**
 * Whether more than max_consumptions may be used.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_allow_overages(const ls_license *license, bool *out);

/**
 * How many more.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_max_overages(const ls_license *license, int64_t *out);

/**
 * Whether consumptions begin anew with each period.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_reset_consumption(const ls_license *license, bool *out);

/**
 * The period: "daily", "weekly", "monthly" or "annually" (the API's spelling "annualy" reads so
 * too).
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_consumption_period(const ls_license *license);

/**
 * Whether it is for devices without a network.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_is_air_gapped(const ls_license *license, bool *out);

/**
 * Whether it is tied to a hardware key.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_is_hardware_key_auth(const ls_license *license, bool *out);

/**
 * Whether it must not be used in a virtual machine.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_prevent_vm(const ls_license *license, bool *out);

/**
 * The id of the device it is activated on.
 *
 * @param license The license; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_device_id(const ls_license *license, int64_t *out);

/**
 * The release channel.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_channel(const ls_license *license);

/**
 * The environment that the release is for.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_environment(const ls_license *license);

/**
 * The release's version.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_version(const ls_license *license);

/**
 * The version that the release needs to be installed over.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_requires_version(const ls_license *license);

/**
 * The release's date, as it was sent.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_release_date(const ls_license *license);

/**
 * Where the release notes are.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_release_notes_link(const ls_license *license);

/**
 * Where the installation file is.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_installation_file(const ls_license *license);

/**
 * The MD5 hash of the installation file.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_hash_md5(const ls_license *license);

/**
 * The size of the installation file, as it was sent.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_size(const ls_license *license);

/**
 * Where the license agreement is.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_eula_link(const ls_license *license);

/**
 * The server's signature of the license, as it was sent.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_license_signature(const ls_license *license);

/**
 * The same in its second version, as it was sent.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_license_signature_v2(const ls_license *license);

/**
 * The signature for offline use, as it was sent.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_offline_signature(const ls_license *license);

/**
 * The vendor's own data, as a JSON text.
 *
 * @param license The license; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_metadata(const ls_license *license);

/** @} */

/**
 * @defgroup ls_feature Feature
 * A feature of a product, as a license grants it.
 * @{
 */

/**
 * The feature's id.
 *
 * @param feature The feature; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_feature_id(const ls_feature *feature, int64_t *out);

/**
 * Its code, by which the application knows it.
 *
 * @param feature The feature; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_feature_code(const ls_feature *feature);

/**
 * Its name.
 *
 * @param feature The feature; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_feature_name(const ls_feature *feature);

/**
 * "activation" or "consumption".
 *
 * @param feature The feature; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_feature_feature_type(const ls_feature *feature);

/**
 * When it ends; a date without a time reads as the first second of that day, through which the
 * feature lasts.
 *
 * @param feature The feature; NULL reads as one without fields.
 * @param out Receives the time in Unix seconds, UTC; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_feature_expiry_date(const ls_feature *feature, int64_t *out);

/**
 * Whether it is floating, on a server of the customer's.
 *
 * @param feature The feature; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_feature_is_floating(const ls_feature *feature, bool *out);

/**
 * Whether it is floating, on the vendor's server.
 *
 * @param feature The feature; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_feature_is_floating_cloud(const ls_feature *feature, bool *out);

/**
 * How many may use it at once; sent for floating features only.
 *
 * @param feature The feature; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_feature_floating_users(const ls_feature *feature, int64_t *out);

/**
 * After how many minutes without a sign of life a floating seat is free again.
 *
 * @param feature The feature; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_feature_floating_timeout(const ls_feature *feature, int64_t *out);

/**
 * How many consumptions it has; sent for consumption features only.
 *
 * @param feature The feature; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_feature_max_consumption(const ls_feature *feature, int64_t *out);

/**
 * How many were used.
 *
 * @param feature The feature; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_feature_total_consumptions(const ls_feature *feature, int64_t *out);

/**
 * Whether max_consumption does not count.
 *
 * @param feature The feature; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_feature_allow_unlimited_consumptions(const ls_feature *feature, bool *out);

/**
 * Whether more than max_consumption may be used: the API documents a number here; true reads as 1.
 *
 * @param feature The feature; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_feature_allow_overages(const ls_feature *feature, int64_t *out);

/**
 * How many more.
 *
 * @param feature The feature; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_feature_max_overages(const ls_feature *feature, int64_t *out);

/**
 * Whether consumptions begin anew with each period.
 *
 * @param feature The feature; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_feature_reset_consumption(const ls_feature *feature, bool *out);

/**
 * The period: "daily", "weekly", "monthly" or "annually" (the API's spelling "annualy" reads so
 * too).
 *
 * @param feature The feature; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_feature_consumption_period(const ls_feature *feature);

/**
 * The vendor's own data, as a JSON text.
 *
 * @param feature The feature; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_feature_metadata(const ls_feature *feature);

/** @} */

/**
 * @defgroup ls_custom_field Custom field
 * A field that the vendor added to a license.
 * @{
 */

/**
 * The field's name.
 *
 * @param field The custom field; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_custom_field_name(const ls_custom_field *field);

/**
 * "number", "text" or "date/time" (the API's spelling "numer" reads as "number").
 *
 * @param field The custom field; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_custom_field_data_type(const ls_custom_field *field);

/**
 * Its value; a number or a bool reads as its text.
 *
 * @param field The custom field; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_custom_field_value(const ls_custom_field *field);

/** @} */

/**
 * @defgroup ls_product Product
 * The product that a license is for, or the answer of ls_fetch_product().
 * @{
 */

/**
 * The product's id.
 *
 * @param product The product; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_product_product_id(const ls_product *product, int64_t *out);

/**
 * Its name.
 *
 * @param product The product; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_product_product_name(const ls_product *product);

/**
 * Its short code, which calls take.
 *
 * @param product The product; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_product_short_code(const ls_product *product);

/**
 * Whether there are trials of it.
 *
 * @param product The product; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.2
 */
bool ls_product_allow_trial(const ls_product *product, bool *out);

/**
 * How many days a trial lasts.
 *
 * @param product The product; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.2
 */
bool ls_product_trial_days(const ls_product *product, int64_t *out);

/**
 * "user" or "license-key".
 *
 * @param product The product; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_product_authorization_method(const ls_product *product);

/**
 * After how many minutes without a sign of life a floating seat is free again.
 *
 * @param product The product; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.2
 */
bool ls_product_floating_timeout(const ls_product *product, int64_t *out);

/**
 * Whether more consumptions may be used than a license has.
 *
 * @param product The product; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.2
 */
bool ls_product_allow_overages(const ls_product *product, bool *out);

/**
 * How many more.
 *
 * @param product The product; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.2
 */
bool ls_product_max_overages(const ls_product *product, int64_t *out);

/**
 * Whether it must not be used in a virtual machine.
 *
 * @param product The product; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.2
 */
bool ls_product_prevent_vm(const ls_product *product, bool *out);

/**
 * The version of its latest release (`latest_version.version`).
 *
 * @param product The product; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_product_latest_version(const ls_product *product);

/**
 * The id of the company that it belongs to (`company.id`).
 *
 * @param product The product; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.2
 */
bool ls_product_company_id(const ls_product *product, int64_t *out);

/**
 * The length of custom_fields: the fields that the vendor added to each license of it.
 *
 * @param product The product; NULL reads as one without fields.
 * @return How many there are; 0 if the list was not sent.
 * @since 0.2
 */
size_t ls_product_custom_fields_count(const ls_product *product);

/**
 * An element of custom_fields: the fields that the vendor added to each license of it.
 *
 * @param product The product; NULL reads as one without fields.
 * @param index Which one, from 0 to ls_product_custom_fields_count() - 1.
 * @return The product custom field, borrowed; NULL past the end.
 * @since 0.2
 */
const ls_product_custom_field *ls_product_custom_fields_at(const ls_product *product, size_t index);

/**
 * The vendor's own data, as a JSON text.
 *
 * @param product The product; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_product_metadata(const ls_product *product);

/**
 * Frees a product that ls_fetch_product() has given out, and what was read from it. One that
 * belongs to something else goes with that.
 *
 * @param product The product. NULL is a no-op.
 * @since 0.2
 */
void ls_product_free(ls_product *product);

/** @} */

/**
 * @defgroup ls_product_custom_field Custom field of a product
 * A field that the vendor added to each license of a product.
 * @{
 */

/**
 * The field's id.
 *
 * @param field The product custom field; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.2
 */
bool ls_product_custom_field_id(const ls_product_custom_field *field, int64_t *out);

/**
 * The field's name.
 *
 * @param field The product custom field; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_product_custom_field_name(const ls_product_custom_field *field);

/**
 * The value of a license that is given no other one; a number or a bool reads as its text.
 *
 * @param field The product custom field; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_product_custom_field_default_value(const ls_product_custom_field *field);

/** @} */

/**
 * @defgroup ls_user User of a license
 * The user that a license is assigned to.
 * @{
 */

/**
 * The user's id.
 *
 * @param user The user; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_user_id(const ls_user *user, int64_t *out);

/**
 * The email, with which the user signs in.
 *
 * @param user The user; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_user_email(const ls_user *user);

/**
 * The first name.
 *
 * @param user The user; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_user_first_name(const ls_user *user);

/**
 * The last name.
 *
 * @param user The user; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_user_last_name(const ls_user *user);

/**
 * The telephone number.
 *
 * @param user The user; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_user_phone_number(const ls_user *user);

/**
 * Whether the user still has the password that the server made.
 *
 * @param user The user; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_user_is_initial_password(const ls_user *user, bool *out);

/**
 * On how many devices the user may activate.
 *
 * @param user The user; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_user_max_activations(const ls_user *user, int64_t *out);

/**
 * On how many devices the user has activated.
 *
 * @param user The user; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_user_total_activations(const ls_user *user, int64_t *out);

/**
 * Whether max_activations does not count.
 *
 * @param user The user; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_user_allow_unlimited_activations(const ls_user *user, bool *out);

/** @} */

/**
 * @defgroup ls_customer Customer
 * The customer who bought a license.
 * @{
 */

/**
 * The customer's email.
 *
 * @param customer The customer; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_customer_email(const ls_customer *customer);

/**
 * The first name.
 *
 * @param customer The customer; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_customer_first_name(const ls_customer *customer);

/**
 * The last name.
 *
 * @param customer The customer; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_customer_last_name(const ls_customer *customer);

/**
 * The company's name.
 *
 * @param customer The customer; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_customer_company_name(const ls_customer *customer);

/**
 * The telephone number.
 *
 * @param customer The customer; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_customer_phone(const ls_customer *customer);

/**
 * The vendor's own reference.
 *
 * @param customer The customer; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_customer_reference(const ls_customer *customer);

/**
 * Street and number.
 *
 * @param customer The customer; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_customer_address(const ls_customer *customer);

/**
 * The postal code.
 *
 * @param customer The customer; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_customer_postcode(const ls_customer *customer);

/**
 * The city.
 *
 * @param customer The customer; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_customer_city(const ls_customer *customer);

/**
 * The state.
 *
 * @param customer The customer; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_customer_state(const ls_customer *customer);

/**
 * The country.
 *
 * @param customer The customer; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_customer_country(const ls_customer *customer);

/**
 * The customer account it belongs to.
 *
 * @param customer The customer; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_customer_customer_account(const ls_customer *customer);

/**
 * The vendor's own data, as a JSON text.
 *
 * @param customer The customer; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_customer_metadata(const ls_customer *customer);

/** @} */

/**
 * @defgroup ls_license_users Users of a customer's licenses
 * The answer of ls_customer_license_users().
 * @{
 */

/**
 * The number of users.
 *
 * @param users The users, or NULL.
 * @return How many there are; 0 if users is NULL.
 * @since 0.1
 */
size_t ls_license_users_count(const ls_license_users *users);

/**
 * A user.
 *
 * @param users The users, or NULL.
 * @param index Which one, from 0 to ls_license_users_count() - 1.
 * @return The user, borrowed; NULL past the end.
 * @since 0.1
 */
const ls_license_user *ls_license_users_at(const ls_license_users *users, size_t index);

/**
 * The customer.
 *
 * @param users The users, or NULL.
 * @return The customer, borrowed; NULL if users is NULL.
 * @since 0.1
 */
const ls_customer *ls_license_users_customer(const ls_license_users *users);

/**
 * Whether the server answered this call or the store did.
 *
 * @param users The users, or NULL.
 * @return The source; LS_SOURCE_NETWORK if users is NULL.
 * @since 0.1
 */
ls_source ls_license_users_source(const ls_license_users *users);

/**
 * When the server gave the answer, by the later of this device's clock and the server's.
 *
 * @param users The users, or NULL.
 * @return The time in Unix seconds, UTC; 0 if users is NULL.
 * @since 0.1
 */
int64_t ls_license_users_fetched_at(const ls_license_users *users);

/**
 * Why the store answered although the server was asked.
 *
 * @param users The users, or NULL.
 * @return The error, borrowed; NULL if the server answered, or was not asked.
 * @since 0.1
 */
const ls_error *ls_license_users_fallback(const ls_license_users *users);

/**
 * The server's JSON with every field. In an answer from the store each initial_password is null.
 *
 * @param users The users, or NULL.
 * @return The JSON text, which the caller frees with ls_string_free(); NULL if users is NULL.
 * @since 0.1
 */
char *ls_license_users_to_json(const ls_license_users *users);

/**
 * Frees users and everything that was read from them.
 *
 * @param users The users. NULL is a no-op.
 * @since 0.1
 */
void ls_license_users_free(ls_license_users *users);

/** @} */

/**
 * @defgroup ls_license_user User of a customer's license
 * One of those users.
 * @{
 */

/**
 * The user's email.
 *
 * @param user The license user; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_user_email(const ls_license_user *user);

/**
 * Whether the user is active.
 *
 * @param user The license user; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_user_is_active(const ls_license_user *user, bool *out);

/**
 * The first name.
 *
 * @param user The license user; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_user_first_name(const ls_license_user *user);

/**
 * The last name.
 *
 * @param user The license user; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_user_last_name(const ls_license_user *user);

/**
 * The telephone number.
 *
 * @param user The license user; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_user_phone_number(const ls_license_user *user);

/**
 * Whether the user still has the password that the server made.
 *
 * @param user The license user; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_user_is_initial_password(const ls_license_user *user, bool *out);

/**
 * That password, in plain text. In an answer from the store it is always absent.
 *
 * @param user The license user; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_user_initial_password(const ls_license_user *user);

/**
 * The id of the license.
 *
 * @param user The license user; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_user_license_id(const ls_license_user *user, int64_t *out);

/**
 * The id of the order.
 *
 * @param user The license user; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_user_order_id(const ls_license_user *user, int64_t *out);

/**
 * The order's id in the shop.
 *
 * @param user The license user; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_license_user_order_store_id(const ls_license_user *user);

/**
 * On how many devices the user may activate.
 *
 * @param user The license user; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_user_max_activations(const ls_license_user *user, int64_t *out);

/**
 * On how many devices the user has activated.
 *
 * @param user The license user; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_license_user_total_activations(const ls_license_user *user, int64_t *out);

/** @} */

/**
 * @defgroup ls_trial Trials and passwords
 * What needs neither a license nor an activation: a trial of a product, and another password.
 * @{
 */

/**
 * Makes a trial of a product for this device, or gets the one that it has already. It activates nothing:
 * ls_activate() with the license key, or with the user, comes after it.
 *
 * An answer counts only if it came over TLS and carries the server's signature. It names so little
 * that it can hardly be matched with the question: a pinned product id where the trial is new, and
 * the user. The activation that follows is matched in full. Nothing is stored.
 *
 * The request is sent once. If its answer is lost, ask again: a device gets the same trial again,
 * unless the vendor allows several. But the password of a new user is in the first answer alone; if that
 * was lost, the user has to have it reset by the vendor.
 *
 * @param agent The agent.
 * @param product The product's short code, up to 1,024 bytes.
 * @param email_or_null The email of the user who is to have it, up to 1,024 bytes, for a user-based
 * product; NULL for a key-based one.
 * @param out_trial Receives the trial, which the caller frees with ls_trial_free(); NULL on
 * failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or LS_ERR_INVALID_ARGUMENT, _CONFIG (the CA file), _NETWORK, _TIMEOUT, _TLS,
 * _PROXY, _CLOCK, _RESPONSE, _SIGNATURE, _MISMATCH, _API_KEY, _NOT_ALLOWED (the vendor gives no trials
 * of it), _REFUSED (with the code "unknown_product" where there is no such product, and "email_missing"
 * where one is needed), _RATE_LIMITED, _SERVER, _CACHE (the device's id cannot be had), _CANCELLED (the
 * agent was closed), _INTERNAL.
 *
 * Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/trial-key
 * @since 0.2
 */
ls_status ls_trial_request(const ls_agent *agent,
                           const char *product,
                           const char *email_or_null,
                           ls_trial **out_trial,
                           ls_error **out_error);

/**
 * Gives a user another password. No product and no license is needed: the old password suffices.
 *
 * A remembered password of this user is replaced by the new one, and what the old one had earned for
 * offline use is the new one's: the old one gets nothing from the store any more. An answer counts if it
 * came over TLS; if it is signed, the signature has to be right. No right to use rests on it.
 *
 * The request is sent once. If its answer is lost, that is LS_ERR_UNCERTAIN: nobody knows which of
 * the two passwords holds, and nothing is changed on this device. Sign in with the new one, by
 * ls_user_licenses() with LS_POLICY_NETWORK_ONLY, say; if that is refused, the old one still holds.
 * Do not simply repeat this call: if the change was made, the server refuses the old password.
 *
 * @param agent The agent.
 * @param username The email of the user, up to 1,024 bytes.
 * @param password The user's password until now, up to 65,536 bytes. Copied, and the copy is overwritten.
 * @param new_password The password from now on, up to 65,536 bytes; treated likewise. The rules for it are
 * the server's.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or LS_ERR_INVALID_ARGUMENT, _CONFIG (the CA file), _NETWORK, _TIMEOUT and _TLS (nothing
 * was sent), _PROXY, _CLOCK, _UNCERTAIN, _API_KEY, _NOT_ALLOWED, _CREDENTIALS or _REFUSED (the old
 * password is wrong, or the new one does not do: the server's code says more), _RATE_LIMITED, _CANCELLED
 * (the agent was closed), _INTERNAL.
 *
 * Blocks for at most the configured timeout_ms, and while files are written.
 * Source: https://docs.licensespring.com/license-api/change-password
 * @since 0.2
 */
ls_status ls_change_password(const ls_agent *agent,
                             const char *username,
                             const char *password,
                             const char *new_password,
                             ls_error **out_error);

/**
 * The license key of the trial; of a key-based product only.
 *
 * @param trial The trial; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_trial_license_key(const ls_trial *trial);

/**
 * The email of the user that the trial is assigned to; of a user-based product only.
 *
 * @param trial The trial; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_trial_username(const ls_trial *trial);

/**
 * The password that the server has made for a new user, in plain text: it is given once, and to
 * nobody else. It is in no log, in no file and in no JSON, and overwritten when the trial is
 * freed.
 *
 * @param trial The trial; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_trial_initial_password(const ls_trial *trial);

/**
 * Whether this request has made the trial; false for one that this device had already.
 *
 * @param trial The trial; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.2
 */
bool ls_trial_is_new(const ls_trial *trial, bool *out);

/**
 * How many days the trial lasts; sent for a new one only.
 *
 * @param trial The trial; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.2
 */
bool ls_trial_days(const ls_trial *trial, int64_t *out);

/**
 * Frees a trial that ls_trial_request() has given out, and what was read from it.
 *
 * @param trial The trial. NULL is a no-op.
 * @since 0.2
 */
void ls_trial_free(ls_trial *trial);

/** @} */

/**
 * @defgroup ls_releases Releases
 * The releases of a product that an activated license may have.
 * @{
 */

/**
 * Gets the releases of the product that the activated license may have: the server leaves out what is beyond
 * its maintenance period.
 *
 * An answer counts only if it came over TLS and carries the server's signature. It names neither
 * the product nor the device, so it is matched with neither: no right to use rests on it. The server is
 * asked each time: nothing is stored.
 *
 * @param activation The activation.
 * @param environment_or_null Only those for an environment, up to 1,024 bytes: "win", "win32", "win64",
 * "mac", "linux", "linux32" or "linux64"; NULL for all. One version may be there once for each environment.
 * @param channel_or_null Only those of a channel, up to 1,024 bytes; NULL for all.
 * @param out_releases Receives the releases, which the caller frees with ls_releases_free(); NULL on
 * failure. There may be none in it. Of each there are version and date.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or LS_ERR_INVALID_ARGUMENT, _CONFIG (the CA file), _NETWORK, _TIMEOUT, _TLS,
 * _PROXY, _CLOCK, _RESPONSE, _SIGNATURE, _API_KEY, _NOT_ACTIVATED, _REFUSED, _RATE_LIMITED, _SERVER,
 * _CANCELLED (the agent was closed), _INTERNAL.
 *
 * Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/get-versions
 * @since 0.2
 */
ls_status ls_activation_releases(const ls_activation *activation,
                                 const char *environment_or_null,
                                 const char *channel_or_null,
                                 ls_releases **out_releases,
                                 ls_error **out_error);

/**
 * Gets one release with what the vendor says of its installer.
 *
 * The library neither opens nor loads the link. The file is not the licensing service's, and MD5 is no proof that it
 * is the vendor's: an application that installs it checks a signature of its own. An answer counts as
 * that of ls_activation_releases() does, and only if it is of this version.
 *
 * @param activation The activation.
 * @param version The version, up to 1,024 bytes, as ls_activation_releases() has it.
 * @param environment_or_null The environment that it is for, up to 1,024 bytes, as there; NULL if there
 * is one only.
 * @param channel_or_null Its channel, up to 1,024 bytes; NULL for any.
 * @param out_releases Receives the one release, which the caller frees with ls_releases_free(); NULL on
 * failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or another status as ls_activation_releases() does; LS_ERR_REFUSED with the code
 * "version_not_found" if there is none; LS_ERR_MISMATCH if the answer is of another version.
 *
 * Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/get-installation-file
 * @since 0.2
 */
ls_status ls_activation_release(const ls_activation *activation,
                                const char *version,
                                const char *environment_or_null,
                                const char *channel_or_null,
                                ls_releases **out_releases,
                                ls_error **out_error);

/**
 * The number of releases.
 *
 * @param releases The releases, or NULL.
 * @return How many there are; 0 if releases is NULL.
 * @since 0.2
 */
size_t ls_releases_count(const ls_releases *releases);

/**
 * A release.
 *
 * @param releases The releases, or NULL.
 * @param index Which one, from 0 to ls_releases_count() - 1.
 * @return The release, borrowed; NULL past the end.
 * @since 0.2
 */
const ls_release *ls_releases_at(const ls_releases *releases, size_t index);

/**
 * The server's JSON with every field.
 *
 * @param releases The releases, or NULL.
 * @return The JSON text, which the caller frees with ls_string_free(); NULL if releases is NULL.
 * @since 0.2
 */
char *ls_releases_to_json(const ls_releases *releases);

/**
 * Frees releases and everything that was read from them.
 *
 * @param releases The releases. NULL is a no-op.
 * @since 0.2
 */
void ls_releases_free(ls_releases *releases);

/**
 * Its version.
 *
 * @param release The release; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_release_version(const ls_release *release);

/**
 * Its date, as it was sent.
 *
 * @param release The release; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_release_release_date(const ls_release *release);

/**
 * The id of its installer; sent where this one release was asked for, as is all that follows.
 *
 * @param release The release; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.2
 */
bool ls_release_id(const ls_release *release, int64_t *out);

/**
 * The environment that it is for: "win", "win32", "win64", "mac", "linux", "linux32", "linux64".
 *
 * @param release The release; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_release_environment(const ls_release *release);

/**
 * Its channel.
 *
 * @param release The release; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_release_channel(const ls_release *release);

/**
 * Where its installer is. The library neither opens nor loads it.
 *
 * @param release The release; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_release_installation_file(const ls_release *release);

/**
 * The MD5 hash of the installer: it finds a damaged file, and not one that somebody has made.
 *
 * @param release The release; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_release_hash_md5(const ls_release *release);

/**
 * The size of the installer, as it was sent.
 *
 * @param release The release; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_release_size(const ls_release *release);

/**
 * The version that it needs to be installed over.
 *
 * @param release The release; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_release_requires_version(const ls_release *release);

/**
 * Where the license agreement is.
 *
 * @param release The release; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_release_eula_link(const ls_release *release);

/**
 * Where the release notes are.
 *
 * @param release The release; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_release_release_notes_link(const ls_release *release);

/** @} */

/**
 * @defgroup ls_variables Variables of a device
 * What an application notes of this device at the licensing service.
 * @{
 */

/**
 * Sets variables of this device at the licensing service, where the vendor sees them. A name that is there already
 * gets the new value; the others stay.
 *
 * What is set travels to the licensing service and stays there: no secrets, and nothing about a person that they
 * have not agreed to. Set variables rarely, at a start and not with every click. Nothing is stored on this device.
 * The same request does no harm twice, so it is retried as a question is.
 *
 * @param activation The activation.
 * @param names The names, up to 1,024 bytes each.
 * @param values The values, up to 65,536 bytes each; they may be empty. Copied, as are the names.
 * @param count How many names and values there are: 1 to 1,000. How many the server takes is not published.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or LS_ERR_INVALID_ARGUMENT (also for a name that comes twice), _CONFIG (the CA file),
 * _NETWORK, _TIMEOUT, _TLS, _PROXY, _CLOCK, _RESPONSE, _SIGNATURE, _MISMATCH (variables of another device),
 * _API_KEY, _NOT_ACTIVATED, _REFUSED, _RATE_LIMITED, _SERVER, _CANCELLED (the agent was closed), _INTERNAL.
 * After a failure they may have been set all the same.
 *
 * Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/track-device-variables
 * @since 0.2
 */
ls_status ls_activation_set_variables(const ls_activation *activation,
                                      const char *const *names,
                                      const char *const *values,
                                      size_t count,
                                      ls_error **out_error);

/**
 * Gets the variables of this device.
 *
 * An answer counts only if it came over TLS, carries the server's signature and is about this device, as
 * far as it names one. The server is asked each time: nothing is stored.
 *
 * @param activation The activation.
 * @param out_variables Receives the variables, which the caller frees with ls_variables_free(); NULL
 * on failure. There may be none in it.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or another status as ls_activation_set_variables() does.
 *
 * Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/get-device-variables
 * @since 0.2
 */
ls_status ls_activation_variables(const ls_activation *activation,
                                  ls_variables **out_variables,
                                  ls_error **out_error);

/**
 * The number of variables.
 *
 * @param variables The variables, or NULL.
 * @return How many there are; 0 if variables is NULL.
 * @since 0.2
 */
size_t ls_variables_count(const ls_variables *variables);

/**
 * A variable.
 *
 * @param variables The variables, or NULL.
 * @param index Which one, from 0 to ls_variables_count() - 1.
 * @return The variable, borrowed; NULL past the end.
 * @since 0.2
 */
const ls_variable *ls_variables_at(const ls_variables *variables, size_t index);

/**
 * The server's JSON with every field.
 *
 * @param variables The variables, or NULL.
 * @return The JSON text, which the caller frees with ls_string_free(); NULL if variables is NULL.
 * @since 0.2
 */
char *ls_variables_to_json(const ls_variables *variables);

/**
 * Frees variables and everything that was read from them.
 *
 * @param variables The variables. NULL is a no-op.
 * @since 0.2
 */
void ls_variables_free(ls_variables *variables);

/**
 * Its name.
 *
 * @param variable The variable; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_variable_name(const ls_variable *variable);

/**
 * Its value; a number or a bool reads as its text.
 *
 * @param variable The variable; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.2
 */
const char *ls_variable_value(const ls_variable *variable);

/**
 * When the server got it.
 *
 * @param variable The variable; NULL reads as one without fields.
 * @param out Receives the time in Unix seconds, UTC; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.2
 */
bool ls_variable_created_at(const ls_variable *variable, int64_t *out);

/**
 * The id of the device.
 *
 * @param variable The variable; NULL reads as one without fields.
 * @param out Receives the number; 0 if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.2
 */
bool ls_variable_device_id(const ls_variable *variable, int64_t *out);

/** @} */

/**
 * @defgroup offline Without a network
 * Files that a person carries between a device without a network and the vendor's portal. They are made and read as the
 * vendor's documentation says, and tested against lsagent-sandbox; nobody has tried them with the vendor's own portal.
 * @{
 */

/**
 * Writes a request file, for a device without a network: a person carries it to the vendor's offline portal (or to a
 * device that sends it), and brings back the answer for ls_offline_activate().
 *
 * **The file holds secrets in readable form:** the license key, or the user's email and password, and the
 * vendor's API key or client id; Base64 hides nothing. It is readable for this user alone (mode 0600, where the
 * file system has modes; a memory stick mostly has none). Tell the person to remove it once it was
 * uploaded; prefer license keys where passwords open more than this product.
 *
 * The file is there as a whole, or not at all. The request's id is stored, and only the answer to the last
 * request of this device and product counts. That the vendor's own portal takes these files was not tried: they
 * are made as its documentation says (schema 1).
 *
 * @param agent The agent. It needs a store.
 * @param product The product's short code, up to 1,024 bytes.
 * @param credentials The license key, or the user with a password (a remembered one will do); a token or a
 * code of a single sign-on is LS_ERR_INVALID_ARGUMENT.
 * @param license_id The id of the license, of a user who has several of this product; 0: the portal
 * chooses, which for a user is the newest license. Nobody can be asked here.
 * @param path Where the file is written, up to 65,536 bytes, in UTF-8; its folder has to be there. A file
 * that is there is replaced.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or LS_ERR_INVALID_ARGUMENT (also if the file cannot be written: the message says why),
 * _CONFIG (the store is switched off), _TIMEOUT (another call about this product goes on),
 * _NOT_CACHED (no password is remembered), _CACHE, _CANCELLED (the agent was closed), _INTERNAL.
 *
 * Blocks while files are written, and for at most the configured timeout_ms where another call about the
 * product is running or the platform is asked for a remembered password. Opens no connection.
 * Source: https://docs.licensespring.com/license-api/activate-offline
 * @since 0.2
 */
ls_status ls_offline_request(const ls_agent *agent,
                             const char *product,
                             const ls_credentials *credentials,
                             int64_t license_id,
                             const char *path,
                             ls_error **out_error);

/**
 * Activates a license by the file that answers a request of this device. Needs no network, now or later: such
 * an activation is checked from the store without an end, by its dates and this device's clock; with a policy that asks
 * the server it is asked as usual.
 *
 * A file counts only if the licensing service has signed it (`license_signature_v2`), not a byte of what is
 * signed was altered, and it is for this device, this product (with the pinned id, if there is one), this
 * license's holder, and the last request. It counts once. An activation of another license of the product is
 * replaced.
 *
 * @param agent The agent. It needs a store.
 * @param product The product's short code, up to 1,024 bytes.
 * @param path Where the answer file is, up to 65,536 bytes, in UTF-8; the file has up to 16 MiB. It is left as it is.
 * @param out_activation Receives the activation, which the caller frees with ls_activation_free();
 * NULL on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or LS_ERR_INVALID_ARGUMENT (also if the file cannot be read), _CONFIG (the store is switched
 * off), _RESPONSE (it is no answer file), _SIGNATURE (it was altered, or somebody else has made it), _MISMATCH (it
 * is for another device, product, holder or request, or no request waits for an answer: the message says
 * which), _CLOCK (this device's clock is more than a day behind the file's date, or was turned back), _TIMEOUT
 * (another call about this product goes on), _CACHE, _CANCELLED (the agent was closed), _INTERNAL.
 *
 * Blocks while files are read and written, and for at most the configured timeout_ms where another call about
 * the product is running. Opens no connection.
 * Source: https://docs.licensespring.com/license-api/activate-offline
 * @since 0.2
 */
ls_status ls_offline_activate(const ls_agent *agent,
                              const char *product,
                              const char *path,
                              ls_activation **out_activation,
                              ls_error **out_error);

/**
 * Takes in a file with newer facts about the license of an activation: a later end, more features.
 *
 * It counts as that of ls_offline_activate() does, but answers no request; it has to be about the same license,
 * and not older than what is known. It does not lift a refusal of the server's that this device has heard:
 * that takes the server, or a new request with ls_offline_request().
 *
 * @param activation The activation.
 * @param path Where the file is, up to 65,536 bytes, in UTF-8; the file has up to 16 MiB. It is left as it is.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or another status as ls_offline_activate() does; LS_ERR_NOT_ACTIVATED if the license is not
 * on this device any more, LS_ERR_REFUSED if the server has refused it.
 *
 * Blocks as ls_offline_activate() does.
 * Source: https://docs.licensespring.com/license-api/activate-offline
 * @since 0.2
 */
ls_status ls_offline_refresh(const ls_activation *activation,
                             const char *path,
                             ls_error **out_error);

/**
 * Gives up a license without a network: writes a request file, which a person carries to the vendor's offline
 * portal, and forgets the activation. From then on the license cannot be used here, whether the file is uploaded or not.
 *
 * The order is such that a process that is killed on its way leaves no license usable whose file is there, and
 * loses none without a file: if it was killed in between, ls_activation_open() still gives an activation, every
 * check of it is LS_ERR_NOT_ACTIVATED, and this call writes the same file again, where it is wanted; or, with a
 * network, ls_activation_deactivate() tells the server, and needs no file. After a failure that is returned nothing has changed.
 *
 * What was consumed and is unsent stands in the file, for the portal to count.
 *
 * The file holds the license key, or the user's email without a password, and the vendor's API key or client id, in
 * readable form; see ls_offline_request(). Activated anew it is by ls_activate(), or by a new request.
 *
 * @param activation The activation; it is still to be freed.
 * @param path Where the file is written, up to 65,536 bytes, in UTF-8; its folder has to be there. A file
 * that is there is replaced.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or LS_ERR_INVALID_ARGUMENT (also if the file cannot be written: the message says why),
 * _NOT_ACTIVATED (the license is not on this device any more), _TIMEOUT (another call about this product goes
 * on), _CACHE, _CANCELLED (the agent was closed), _INTERNAL.
 *
 * Blocks as ls_offline_request() does.
 * Source: https://docs.licensespring.com/license-api/deactivate-offline
 * @since 0.2
 */
ls_status ls_offline_deactivation(const ls_activation *activation,
                                  const char *path,
                                  ls_error **out_error);

/** @} */

/**
 * @defgroup ls_uipath UiPath Automation Suite
 * Allocating licenses to users of an organization, apart from an agent.
 * @{
 */

/**
 * By which HTTP method licenses are allocated. Passed as int32_t: another number is
 * LS_ERR_INVALID_ARGUMENT.
 *
 * @since 0.2
 */
enum ls_uipath_method
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * POST first; then PUT, if the POST cannot have allocated anything: its answer was 404 or 405, or a list
     * of the users' licenses, or an empty one.
     */
    LS_UIPATH_METHOD_AUTO = 0,
    /**
     * POST, as the page of 2023.4 says.
     */
    LS_UIPATH_METHOD_POST = 1,
    /**
     * PUT, as the pages of the other versions say.
     */
    LS_UIPATH_METHOD_PUT = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum ls_uipath_method ls_uipath_method;
#else
typedef int32_t ls_uipath_method;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Makes a client for an Automation Suite. From the configuration it takes timeouts, cap, proxy, CA
 * file, app and log; an API key is not needed.
 *
 * @param config The configuration, which is copied.
 * @param base_url Where the suite is: an absolute URL, https, or http to a loopback host; up to
 * 65,536 bytes, copied.
 * @param access_token An access token of its identity service, which the caller obtains: printable
 * ASCII, up to 65,536 bytes, copied.
 * @param out_uipath Receives the client, which the caller frees with ls_uipath_free(); NULL on
 * failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_CONFIG.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_uipath_new(const ls_config *config,
                        const char *base_url,
                        const char *access_token,
                        ls_uipath **out_uipath,
                        ls_error **out_error);

/**
 * Frees a client. No call with it may be running. Results stay valid.
 *
 * @param uipath The client. NULL is a no-op.
 * @since 0.1
 */
void ls_uipath_free(ls_uipath *uipath);

/**
 * Replaces the access token, for the calls that begin after it.
 *
 * @param uipath The client.
 * @param access_token The access token: printable ASCII, up to 65,536 bytes, copied.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT; then the old token stays.
 *
 * Does not block.
 * @since 0.1
 */
ls_status ls_uipath_set_access_token(const ls_uipath *uipath, const char *access_token);

/**
 * Sets by which method licenses are allocated, for the calls that begin after it. Default:
 * LS_UIPATH_METHOD_AUTO.
 *
 * The suite's pages name POST for one version and PUT for the others, and a suite that takes PUT
 * may take a POST to the same path as the question what the users hold. An application that knows
 * its suite saves a request by this.
 *
 * @param uipath The client.
 * @param method A value of ls_uipath_method.
 * @return LS_OK or LS_ERR_INVALID_ARGUMENT; then the old method stays.
 *
 * Does not block.
 * @since 0.2
 */
ls_status ls_uipath_set_method(const ls_uipath *uipath, int32_t method);

/**
 * Allocates licenses to users of an organization: every user gets every license. Each user
 * consumes a unit of each.
 *
 * It succeeds only if the answer repeats every requested code for every requested user; otherwise
 * it is LS_ERR_MISMATCH, and the message names what is missing. Ids are compared byte by byte,
 * GUIDs and codes without regard to case; more than was requested is fine, and so is requesting
 * the same twice.
 *
 * It is a write, on a connection of its own, and never stored. A request whose answer was lost is
 * never sent again; a second one, by PUT, is sent only where ls_uipath_set_method() says that the
 * first did nothing. After LS_ERR_TIMEOUT, _NETWORK, _RESPONSE, _MISMATCH or _SERVER the licenses
 * may have been allocated; the message says so where it is possible. The suite documents no bodies
 * of errors: ls_error_http_status() has the status, the message the body.
 *
 * @param uipath The client.
 * @param account_id The id of the organization, up to 1,024 bytes.
 * @param user_ids The ids of the users, up to 1,024 bytes each.
 * @param user_count How many user ids there are: 1 to 10,000.
 * @param bundle_codes The licenses, such as "RPADEVNU", "ATTUNU", "TSTNU"; up to 1,024 bytes each.
 * @param bundle_count How many bundle codes there are: 1 to 10,000.
 * @param use_external_license Whether to use an external license (the API's useExternalLicense).
 * @param out_allocations Receives the allocations, which the caller frees with
 * ls_allocations_free(); NULL on failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK, or LS_ERR_INVALID_ARGUMENT, _CONFIG, _NETWORK, _TIMEOUT, _TLS, _PROXY, _RESPONSE,
 * _MISMATCH, _CREDENTIALS (401, 403: the token), _REFUSED (any other 4xx: 404 no license for the
 * account, or no such call; 409 too few units, or an unknown code), _RATE_LIMITED, _SERVER,
 * _INTERNAL.
 *
 * Blocks for at most the configured timeout_ms, both requests together.
 * Source: https://docs.uipath.com/automation-suite (API guide, Allocate Licenses to a User)
 * @since 0.1
 */
ls_status ls_uipath_allocate_user_licenses(const ls_uipath *uipath,
                                           const char *account_id,
                                           const char *const *user_ids,
                                           size_t user_count,
                                           const char *const *bundle_codes,
                                           size_t bundle_count,
                                           bool use_external_license,
                                           ls_allocations **out_allocations,
                                           ls_error **out_error);

/** @} */

/**
 * @defgroup ls_allocations Allocations
 * The answer of ls_uipath_allocate_user_licenses().
 * @{
 */

/**
 * The number of allocations: one for each user.
 *
 * @param allocations The allocations, or NULL.
 * @return How many there are; 0 if allocations is NULL.
 * @since 0.1
 */
size_t ls_allocations_count(const ls_allocations *allocations);

/**
 * An allocation.
 *
 * @param allocations The allocations, or NULL.
 * @param index Which one, from 0 to ls_allocations_count() - 1.
 * @return The allocation, borrowed; NULL past the end.
 * @since 0.1
 */
const ls_allocation *ls_allocations_at(const ls_allocations *allocations, size_t index);

/**
 * The server's JSON with every field.
 *
 * @param allocations The allocations, or NULL.
 * @return The JSON text, which the caller frees with ls_string_free(); NULL if allocations is
 * NULL.
 * @since 0.1
 */
char *ls_allocations_to_json(const ls_allocations *allocations);

/**
 * Frees allocations and everything that was read from them.
 *
 * @param allocations The allocations. NULL is a no-op.
 * @since 0.1
 */
void ls_allocations_free(ls_allocations *allocations);

/**
 * The user's id (`userId`).
 *
 * @param allocation The allocation; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_allocation_user_id(const ls_allocation *allocation);

/**
 * The organization's id (`organizationId`).
 *
 * @param allocation The allocation; NULL reads as one without fields.
 * @return The text, borrowed; NULL if it was not sent.
 * @since 0.1
 */
const char *ls_allocation_organization_id(const ls_allocation *allocation);

/**
 * Whether an external license is used (`useExternalLicense`).
 *
 * @param allocation The allocation; NULL reads as one without fields.
 * @param out Receives the value; false if there is none. May be NULL.
 * @return true if *out has a value; false if none was sent, or none that can be read.
 * @since 0.1
 */
bool ls_allocation_use_external_license(const ls_allocation *allocation, bool *out);

/**
 * The length of user_bundle_codes: the codes of the bundles (`userBundleCodes`) that the user
 * holds, such as "RPADEVNU".
 *
 * @param allocation The allocation; NULL reads as one without fields.
 * @return How many there are; 0 if the list was not sent.
 * @since 0.1
 */
size_t ls_allocation_user_bundle_codes_count(const ls_allocation *allocation);

/**
 * An element of user_bundle_codes: the codes of the bundles (`userBundleCodes`) that the user
 * holds, such as "RPADEVNU".
 *
 * @param allocation The allocation; NULL reads as one without fields.
 * @param index Which one, from 0 to ls_allocation_user_bundle_codes_count() - 1.
 * @return The bundle code, borrowed; NULL past the end.
 * @since 0.1
 */
const char *ls_allocation_user_bundle_codes_at(const ls_allocation *allocation, size_t index);

/** @} */

/**
 * @defgroup ls_doctor The doctor
 * What has to work for an answer, looked at step by step: for a support case, and for an application's own help page.
 * @{
 */

/**
 * How a step of ls_doctor() went.
 *
 * @since 0.2
 */
enum ls_doctor_status
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * It works.
     */
    LS_DOCTOR_OK = 0,
    /**
     * It works, and something about it may not go on to.
     */
    LS_DOCTOR_WARNING = 1,
    /**
     * It does not work.
     */
    LS_DOCTOR_FAILED = 2,
    /**
     * It was not looked at; the sentence says why.
     */
    LS_DOCTOR_SKIPPED = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum ls_doctor_status ls_doctor_status;
#else
typedef int32_t ls_doctor_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Receives a step of ls_doctor() when it has been taken.
 *
 * It comes on a thread of the agent, never on the one that has called ls_doctor(), which waits
 * meanwhile: so it must not wait for that thread, or for a lock that it holds. One at a time, in
 * the order of the steps; none is running or comes once ls_doctor() has returned: until then
 * user_data must live. It may free the agent, and must not throw.
 *
 * @param user_data That of ls_doctor().
 * @param step The name of the step, borrowed for the call: "settings", "environment", "names",
 * "connection", "proxy", "tls", "http", "clock", "application", "user", "signature", "store",
 * "secrets" or "versions"; later versions may have more.
 * @param status A value of ls_doctor_status.
 * @param sentence What was found, for a person, in English, borrowed for the call.
 * @param step_json The step as the report has it, borrowed for the call.
 * @since 0.2
 */
typedef void (*ls_doctor_callback)(void *user_data,
                                   const char *step,
                                   int32_t status,
                                   const char *sentence,
                                   const char *step_json);

/**
 * Looks at everything that has to work for an answer, step by step, and says of each step how it
 * went, in a sentence for a person, and what to do: the settings, the environment, the look-up of the
 * name, a connection to each address, the proxy, TLS (with a guess whether something on the way
 * reads along), HTTP, the clock, the application's key, the user's sign-in, the signature of an
 * answer, the store, the platform's place for secrets, and the versions. After a failure it goes
 * on with what does not depend on it.
 *
 * The report is JSON; docs/doctor-report.schema.json describes it. It can be sent to anybody: it
 * holds no secret, no email, no query and no path, but names of hosts, addresses, and names of the
 * store's files, which are hashes.
 *
 * The server is asked once without a user (about a product that nobody has, if none is named), and once more with
 * the credentials; nothing of the answers is stored, and a code of a single sign-on is not used up. The store's folder is made if it is missing, and a file
 * written into it and removed. The platform's place for secrets is asked only with
 * ls_config_set_remember().
 *
 * @param agent The agent.
 * @param product_or_null The product's short code, up to 1,024 bytes; NULL: then no sign-in and no
 * signature is looked at.
 * @param credentials_or_null Who the user is; NULL: then no sign-in is looked at.
 * @param timeout_ms For all steps together, 1 to 3,600,000; 10,000 is a good time for a person who waits.
 * @param step_or_null Receives each step when it has been taken; NULL if nothing is to.
 * @param user_data Passed to the callback, and not looked at. May be NULL.
 * @param out_report_json Receives the report, which the caller frees with ls_string_free(); NULL on
 * failure.
 * @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
 * success. May be NULL.
 * @return LS_OK: there is a report, whatever it says; LS_ERR_INVALID_ARGUMENT; LS_ERR_CANCELLED (the
 * agent was closed); LS_ERR_CONFIG in a process that was forked later; LS_ERR_INTERNAL (no thread
 * could be started).
 *
 * Blocks for at most timeout_ms, and beyond it only while the callback runs: what has not ended by then
 * is in the report as a step that has failed, and the rest as skipped. The steps are taken, and the
 * callback comes, on a thread of the agent.
 * @since 0.2
 */
ls_status ls_doctor(const ls_agent *agent,
                    const char *product_or_null,
                    const ls_credentials *credentials_or_null,
                    uint32_t timeout_ms,
                    ls_doctor_callback step_or_null,
                    void *user_data,
                    char **out_report_json,
                    ls_error **out_error);

/** @} */

/**
 * @defgroup general Text and version
 * Freeing text; the version of the header and of the loaded library.
 * @{
 */

/**
 * Frees a string that a function of this library returned as `char *`. Not for `const char *`:
 * those belong to the object they were read from.
 *
 * @param string The string. NULL is a no-op.
 * @since 0.1
 */
void ls_string_free(char *string);

/**
 * The version of the loaded library, such as "0.2.0".
 *
 * @return The text, static.
 *
 * Does not block.
 * @since 0.1
 */
const char *ls_version(void);

/**
 * The major version of this header.
 *
 * @since 0.1
 */
#define LS_VERSION_MAJOR 0

/**
 * The minor version of this header.
 *
 * @since 0.1
 */
#define LS_VERSION_MINOR 2

/**
 * The patch version of this header.
 *
 * @since 0.1
 */
#define LS_VERSION_PATCH 0

/** @} */

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* LSAGENT_H */
