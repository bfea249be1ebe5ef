/*
 * lsagent: a licensing agent for desktop applications.
 *
 * It asks the LicenseSpring License API v4 what a user may run, verifies the answer, keeps the last
 * good one on disk, sealed, and hands it out. In this order:
 *
 *   ls_config_new, ls_config_set_...   say who the vendor is
 *   ls_agent_new                       make an agent; keep it
 *   ls_credentials_new_...             say who the user is
 *   ls_user_licenses                   ask
 *   ls_licenses_..., ls_license_...    read the answer
 *   ls_..._free                        free what you were given
 *
 * What holds for every function:
 *
 * - A call that can fail returns ls_status. Its results come through the out_ parameters at the end,
 *   the very last being ls_error **out_error, which may be NULL. On failure every other out-parameter
 *   is set to NULL; on success *out_error is. Nothing is taken over by any function but the ..._free.
 * - Strings in end with NUL and are UTF-8. NULL where a string is required, an empty one, one that is
 *   too long, or bytes that are not UTF-8 are LS_ERR_INVALID_ARGUMENT, and the message names the
 *   parameter. NULL for an object is an error, or where there is no status, an absent value.
 * - Strings out: `const char *` is borrowed and lives as long as the object it was read from; `char *`
 *   is yours and goes to ls_string_free. What the server did not send, or sent as null, reads as NULL
 *   (text) or as the return value false (number, bool, time), *out being 0 then. Integers have 64 bits.
 *   Times are Unix seconds, UTC.
 * - Borrowed objects (`const ls_license *`, ...) live as long as the result they were read from.
 * - An agent may be used from any number of threads at once; results may be read from any thread. A
 *   configuration or credentials are read during a call only, and belong to one thread at a time.
 *   Several agents do not know of each other.
 * - A thread that calls needs 256 KiB of stack: the handshake of TLS alone takes more than 100.
 * - Callbacks of tasks and refreshes come on threads of the agent, never on one of the application's that
 *   is inside a call. What user_data points to has to live until ls_agent_free has returned, or
 *   ls_agent_close has returned LS_OK: then no callback is running and none will come.
 * - The agent's threads block all signals but those of their own faults and those by which a managed runtime
 *   stops threads. After a fork every call of the
 *   child with what was made before fails with LS_ERR_CONFIG, and freeing it does nothing; results and
 *   errors can be read and freed, and new agents be made.
 * - A fault of this library (a Rust panic) never crosses the boundary: it becomes LS_ERR_INTERNAL, or an
 *   absent value. Before that, Rust's default hook writes a line with the place in the source, and nothing of
 *   the call, to the standard error of the process; a hook is the process's own, so none is set here.
 * - Numbers are for ever: those of enums are never used again for something else, and functions are
 *   only added. Where an enum goes in, it goes in as int32_t.
 * - Fields come from the server; where a comment names no other source, it is the page of the call.
 */


#ifndef LSAGENT_H
#define LSAGENT_H

/* Generated from src/ffi by cbindgen. Do not edit: `make header` writes it. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * The major version of this header.
 */
#define LS_VERSION_MAJOR 0

/**
 * The minor version of this header.
 */
#define LS_VERSION_MINOR 2

/**
 * The patch version of this header.
 */
#define LS_VERSION_PATCH 0

/**
 * What became of a call. 1-99: the caller; 100-199: this device and the network;
 * 200-299: the server; 300-399: the local store; 900: internal. A newer library may have more.
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
     * The configured time was up.
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
     * Any other definite no of the server; see ls_error_code.
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
 * Whether a user may run a product, and why. A newer library may have more.
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
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum ls_decision ls_decision;
#else
typedef int32_t ls_decision;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Where an answer came from.
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
 * Where an answer may come from. Passed as int32_t: another number is LS_ERR_INVALID_ARGUMENT.
 */
enum ls_policy
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Ask the server; when it cannot be had in time, answer from the store while the offline
     * grace lasts, and let the request go on behind the caller.
     */
    LS_POLICY_NETWORK_FIRST = 0,
    /**
     * Answer from the store at once, without opening a socket, if it holds a usable answer, and
     * refresh it behind the caller when it is older than refresh_after_seconds; otherwise as
     * LS_POLICY_NETWORK_FIRST.
     */
    LS_POLICY_CACHE_FIRST = 1,
    /**
     * Ask the server, and nobody else.
     */
    LS_POLICY_NETWORK_ONLY = 2,
    /**
     * Ask the store, and nobody else. Opens no socket.
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
 * How much a line of the log matters.
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
 * What the identity provider sends back with the browser. Passed as int32_t: another number is
 * LS_ERR_INVALID_ARGUMENT.
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
 * By which HTTP method licenses are allocated. Passed as int32_t: another number is
 * LS_ERR_INVALID_ARGUMENT.
 */
enum ls_uipath_method
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * POST first; then PUT, if nothing can have been allocated by the POST: it was answered with 404
     * or 405, or with the list of what the users hold, or with an empty one.
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
 * Where passwords that are remembered may lie. Passed as int32_t: another number is
 * LS_ERR_INVALID_ARGUMENT.
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
     * Where the platform keeps secrets; where it has no such place, or refuses, in the sealed store. That
     * it does so is logged as a warning, once for each agent.
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
 * A client of the License API for one vendor key. May be used from any number of threads at once.
 * Several agents live in one process without knowing of each other.
 */
typedef struct ls_agent ls_agent;

/**
 * The licenses that one user now holds. Borrowed from ls_allocations.
 */
typedef struct ls_allocation ls_allocation;

/**
 * What was allocated, an element for each user. Immutable; may be read from any thread. What is read
 * from it lives as long as it does.
 */
typedef struct ls_allocations ls_allocations;

/**
 * The settings of an agent. Not for several threads at once; read during ls_agent_new and
 * ls_uipath_new only, and may be freed right after.
 *
 * A setter that fails leaves the configuration as it was and is remembered: as long as it has not
 * succeeded in a later call, no agent can be made, so that nobody runs with half of the settings
 * meant. The error of ls_agent_new then says what was wrong.
 */
typedef struct ls_config ls_config;

/**
 * How a user signs in. Read during a call only, and may be freed right after it. Overwritten in
 * memory when freed, as are the copies that a call makes. Not overwritten: what the operating system and
 * the application copied. With ls_config_set_remember the agent holds the password until it is freed.
 *
 * The constructors do not fail: an argument that is NULL, empty, too long or not UTF-8 is told by
 * the call that uses the credentials, as LS_ERR_INVALID_ARGUMENT with the parameter's name.
 */
typedef struct ls_credentials ls_credentials;

/**
 * A field that the vendor added to a license. Borrowed from its license.
 *
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 */
typedef struct ls_custom_field ls_custom_field;

/**
 * Who bought. Borrowed from its license, or from ls_license_users.
 *
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 */
typedef struct ls_customer ls_customer;

/**
 * Whether a user may run a product, and why. Immutable; may be read from any thread. What is read
 * from it lives as long as it does.
 */
typedef struct ls_entitlement ls_entitlement;

/**
 * Why a call failed. Immutable; freed with ls_error_free unless it is borrowed from a result.
 */
typedef struct ls_error ls_error;

/**
 * A feature that a license grants. Borrowed from its license.
 *
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 */
typedef struct ls_feature ls_feature;

/**
 * A license. Borrowed from ls_licenses.
 *
 * Fields are named as the API names them.
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 */
typedef struct ls_license ls_license;

/**
 * A user of one of a customer's licenses. Borrowed from ls_license_users.
 *
 * Source: https://docs.licensespring.com/license-api/list-license-users-for-customer
 */
typedef struct ls_license_user ls_license_user;

/**
 * A customer and the users of its licenses for a product. Immutable; may be read from any thread.
 * What is read from it lives as long as it does.
 */
typedef struct ls_license_users ls_license_users;

/**
 * A user's licenses for a product. Immutable; may be read from any thread. What is read from it
 * lives as long as it does.
 */
typedef struct ls_licenses ls_licenses;

/**
 * What was bought (`product_details`). Borrowed from its license.
 *
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 */
typedef struct ls_product ls_product;

/**
 * How a person is brought to sign in. Not for several threads at once; read during ls_sso_sign_in and
 * ls_sso_sign_in_start only, and may be freed right after.
 *
 * A setter that fails leaves the options as they were and is remembered: as long as it has not
 * succeeded in a later call, nobody can be signed in with them, and the error then says what was wrong.
 */
typedef struct ls_sso_options ls_sso_options;

/**
 * A call under way. It may be waited for, cancelled and freed from any thread; freeing it neither
 * cancels the call nor waits for it. It may outlive its agent. In a process that was forked off later it
 * can only be freed.
 */
typedef struct ls_task ls_task;

/**
 * A client of one Automation Suite. May be used from any number of threads at once.
 */
typedef struct ls_uipath ls_uipath;

/**
 * The user that a license is assigned to. Borrowed from its license.
 *
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 */
typedef struct ls_user ls_user;

/**
 * Is told what became of a request for licenses that nobody waited for: that the answer has changed
 * (LS_OK, `changed` is true and `licenses_or_null` has them), that it was refused, or that it failed
 * (`error_or_null` says why). A request that brought nothing new is not told.
 *
 * `product`, the licenses and the error are borrowed for the call. It comes on a thread of the agent, never
 * on one that is inside a call of the application, once for each request; several at once, if several
 * requests end at once. It may free the agent. None is running or comes once ls_agent_free has
 * returned, or ls_agent_close has returned LS_OK: until then `user_data` has to live. It must not throw.
 */
typedef void (*ls_refresh_callback)(void *user_data,
                                    const char *product,
                                    ls_status status,
                                    bool changed,
                                    const ls_licenses *licenses_or_null,
                                    const ls_error *error_or_null);

/**
 * Receives a line of the log, with its level (ls_log_level). `message` is borrowed for the call.
 *
 * It comes on the thread on which the event happened, also the application's own inside a call, several
 * threads at once if several are at work. None is running or comes once ls_agent_free has returned, or
 * ls_agent_close has returned LS_OK: until then `user_data` has to live. It must not throw, must not
 * wait for a lock that is held across a call, and must not call back into the agent.
 */
typedef void (*ls_log_callback)(void *user_data, int32_t level, const char *message);

/**
 * Shows the page at `url`, which is borrowed for the call, to the person: in a browser window of the
 * application's own, say. Returns true if the application shows it; with false the agent has the
 * system's browser open it.
 *
 * It comes once for each sign-in, on the thread that is at work on it: the caller's in ls_sso_sign_in,
 * one of the agent's in ls_sso_sign_in_start. It must return soon and not wait for the person, since
 * nobody takes the redirect meanwhile. `user_data` has to live until the sign-in is over, or as long as
 * that of other callbacks: see ls_agent_free. It must not throw.
 */
typedef bool (*ls_browser_callback)(void *user_data, const char *url);

/**
 * Receives what became of ls_user_licenses_start or ls_sso_sign_in_start: licenses or an error, the other
 * one is NULL. Both are the callee's, to be freed with ls_licenses_free and ls_error_free.
 *
 * It comes exactly once, on a thread of the agent, never on one that is inside a call of the application
 * (it may come before the function that began the call has returned). Closing or freeing the agent has
 * it come with LS_ERR_CANCELLED, unless it has come or is coming. It may free the agent. None is running
 * or comes once ls_agent_free has returned, or ls_agent_close has returned LS_OK: until then `user_data`
 * has to live. It must not throw.
 */
typedef void (*ls_licenses_callback)(void *user_data,
                                     ls_status status,
                                     ls_licenses *licenses,
                                     ls_error *error);

/**
 * Receives what became of ls_check_start; otherwise as ls_licenses_callback.
 */
typedef void (*ls_entitlement_callback)(void *user_data,
                                        ls_status status,
                                        ls_entitlement *entitlement,
                                        ls_error *error);

/**
 * Receives what became of ls_customer_license_users_start; otherwise as ls_licenses_callback.
 */
typedef void (*ls_license_users_callback)(void *user_data,
                                          ls_status status,
                                          ls_license_users *users,
                                          ls_error *error);

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Makes an agent. Cheap: no network, no thread, no trust store yet. The configuration is copied.
 *
 * On success *out_agent is the caller's, to be freed with ls_agent_free. On failure it is NULL.
 * Returns LS_OK, LS_ERR_CONFIG where something is missing (the message says what to set), or
 * LS_ERR_INVALID_ARGUMENT where config or out_agent is NULL or a setter had failed. out_error may be
 * NULL. Does not block.
 *
 * Reads the environment, here and never again: https_proxy, all_proxy and no_proxy (in either case),
 * SSL_CERT_FILE and SSL_CERT_DIR, HOME, XDG_DATA_HOME, XDG_RUNTIME_DIR and DBUS_SESSION_BUS_ADDRESS. A
 * later change counts for agents made later. In a process that has more rights than the user who started
 * it (set-uid, set-gid, file capabilities) none of them counts. One exception: which bus libsecret asks
 * for remembered passwords, it reads by itself when it is first used; an application that remembers
 * sign-ins changes DBUS_SESSION_BUS_ADDRESS before it makes an agent, or not at all.
 */
ls_status ls_agent_new(const ls_config *config,
                       ls_agent **out_agent,
                       ls_error **out_error);

/**
 * Closes an agent. Blocks for `timeout_ms` milliseconds at most: for a thread that must not wait as long
 * as ls_agent_free may, such as that of a user interface which a callback waits for itself.
 *
 * Cancels what is in flight: callbacks of tasks come with LS_ERR_CANCELLED. Every later call with this
 * agent fails with LS_ERR_CANCELLED, but for this one and ls_agent_free. May be called again, from any
 * thread, also from within a callback; the agent is still to be freed.
 *
 * Returns LS_OK: no callback is running any more and none will come, but the one from which this was
 * called; what their `user_data` points to may go. Or LS_ERR_TIMEOUT: one is still to return, or to
 * come; `user_data` has to live on. (At once, if that callback is itself waiting in ls_agent_close or
 * ls_agent_free for the one from which this is called.) LS_ERR_INVALID_ARGUMENT where agent is NULL,
 * LS_ERR_CONFIG in a process that was forked off after the agent was made.
 */
ls_status ls_agent_close(const ls_agent *agent,
                         uint32_t timeout_ms);

/**
 * Frees an agent. NULL is a no-op. No call with it may begin any more; one that is running in another
 * thread goes on with what it holds, and fails with LS_ERR_CANCELLED.
 *
 * Closes it like ls_agent_close, but waits until every callback of the application has returned,
 * however long that takes: log lines, refreshes, tasks and browsers, on whatever thread they run. When
 * this has returned none is running and none will come, so that what `user_data` points to may go.
 * What the operating system holds (a thread in a connect, a name look-up or a slow disk) is waited for
 * 500 ms at most; it ends by itself and calls nobody any more.
 *
 * May be called from within a callback, of this agent or of another one. It does not wait for that
 * callback itself. Nor does it, where two callbacks free each other's agents, for one that is waiting
 * for this very callback; what those two use has to live until both have returned. A thread that a
 * callback waits for must not wait here: see ls_agent_close.
 *
 * In a process that was forked off after the agent was made it does nothing: sockets and memory are the
 * parent's. Results stay valid.
 */
void ls_agent_free(ls_agent *agent);

/**
 * The licenses of a user for a product.
 *
 * `product` is the product's short code, up to 1,024 bytes. `policy` is a value of ls_policy. Nothing
 * is taken over. On success *out_licenses is the caller's, to be freed with ls_licenses_free; it may
 * hold no license. On failure it is NULL and *out_error, if out_error is not NULL, is the caller's,
 * to be freed with ls_error_free.
 *
 * An answer counts only if it came over TLS, carries the server's signature and is about this
 * product and, for a password sign-in, this user. A good one is stored.
 *
 * Returns LS_OK, or LS_ERR_INVALID_ARGUMENT, _CONFIG (the CA file), _NETWORK, _TIMEOUT, _TLS, _PROXY,
 * _CLOCK, _RESPONSE, _SIGNATURE, _MISMATCH, _API_KEY, _CREDENTIALS, _REFUSED, _RATE_LIMITED, _SERVER,
 * _NOT_CACHED, _CACHE_EXPIRED, _CACHE, _CANCELLED (the agent was closed), _INTERNAL. With
 * LS_POLICY_NETWORK_FIRST a failure to reach the
 * server gives the stored answer, if this sign-in had earned it and the offline grace lasts;
 * ls_licenses_fallback then tells why.
 *
 * Blocks for at most the configured timeout_ms (with LS_POLICY_CACHE_ONLY for a file to be read).
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 */
ls_status ls_user_licenses(const ls_agent *agent,
                           const char *product,
                           const ls_credentials *credentials,
                           int32_t policy,
                           ls_licenses **out_licenses,
                           ls_error **out_error);

/**
 * Removes what is stored of a user, for every product, or of everybody if `username_or_null` is NULL:
 * answers, and with ls_config_set_remember the password that is remembered.
 *
 * Only what agents with the same vendor key on this device, for this user of its operating system,
 * have stored. Returns LS_OK, also where nothing was stored, LS_ERR_INVALID_ARGUMENT or LS_ERR_CACHE.
 * Blocks for files to be removed, and where passwords are remembered for at most timeout_ms for the
 * platform to remove them; if it does not, LS_ERR_CACHE tells so, the answers are removed all the same, and
 * the next call tries again.
 */
ls_status ls_agent_forget(const ls_agent *agent,
                          const char *username_or_null,
                          ls_error **out_error);

/**
 * How far the server's clock is ahead of this device's, in seconds (negative: behind).
 *
 * It is found out when the server refuses a request because of its date, or by the date of a good answer
 * (more than 5 minutes ahead); requests are then signed with the server's time, and licenses judged by the
 * later of both. Returns false, and *out_seconds is 0, while the two agree well enough. Does not
 * block for longer than a file takes to read.
 */
bool ls_agent_clock_offset(const ls_agent *agent,
                           int64_t *out_seconds);

/**
 * May this user run this product, or this feature of it? The main call, for start-up.
 *
 * `product` is the product's short code, `feature_or_null` the code of a feature, or NULL, up to 1,024
 * bytes each. The licenses are had as ls_user_licenses does with the same policy; then they are judged
 * as ls_licenses_check does. Nothing is taken over. On success *out_entitlement is the caller's, to be
 * freed with ls_entitlement_free; on failure it is NULL and *out_error, if out_error is not NULL, is the
 * caller's, to be freed with ls_error_free.
 *
 * LS_OK means that there is an answer, yes or no; an error means that nobody knows. Returns as
 * ls_user_licenses does. Blocks for at most the configured timeout_ms; with LS_POLICY_CACHE_FIRST and a
 * stored answer, or LS_POLICY_CACHE_ONLY, for a file to be read.
 */
ls_status ls_check(const ls_agent *agent,
                   const char *product,
                   const char *feature_or_null,
                   const ls_credentials *credentials,
                   int32_t policy,
                   ls_entitlement **out_entitlement,
                   ls_error **out_error);

/**
 * The users of a customer's licenses for a product. No user signs in: the vendor's key suffices.
 *
 * `product` is the product's short code, `customer_email` the customer's email, up to 1,024 bytes
 * each. `policy` is a value of ls_policy. Nothing is taken over. On success *out_users is the
 * caller's, to be freed with ls_license_users_free. On failure it is NULL and *out_error, if out_error
 * is not NULL, is the caller's, to be freed with ls_error_free.
 *
 * An answer counts only if it came over TLS, carries the server's signature and is about this
 * customer. It is stored without the initial passwords, which are in an answer fresh from the
 * network only. It is not paginated: a large customer is one large answer.
 *
 * Returns as ls_user_licenses does. Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/list-license-users-for-customer
 */
ls_status ls_customer_license_users(const ls_agent *agent,
                                    const char *product,
                                    const char *customer_email,
                                    int32_t policy,
                                    ls_license_users **out_users,
                                    ls_error **out_error);

/**
 * How many users there are; 0 where allocations is NULL.
 */
size_t ls_allocations_count(const ls_allocations *allocations);

/**
 * The allocation at an index, borrowed; NULL past the end.
 */
const ls_allocation *ls_allocations_at(const ls_allocations *allocations, size_t index);

/**
 * The server's JSON with every field. The caller's, to be freed with ls_string_free.
 */
char *ls_allocations_to_json(const ls_allocations *allocations);

/**
 * Frees allocations and everything that was read from them. NULL is a no-op.
 */
void ls_allocations_free(ls_allocations *allocations);

/**
 * The user's id (`userId`). Borrowed; NULL if it was not sent.
 */
const char *ls_allocation_user_id(const ls_allocation *allocation);

/**
 * The organization's id (`organizationId`). Borrowed; NULL if it was not sent.
 */
const char *ls_allocation_organization_id(const ls_allocation *allocation);

/**
 * Whether an external license is used (`useExternalLicense`). Returns false if it was not sent; *out
 * has the value.
 */
bool ls_allocation_use_external_license(const ls_allocation *allocation,
                                        bool *out);

/**
 * How many bundle codes (`userBundleCodes`) the user holds.
 */
size_t ls_allocation_user_bundle_codes_count(const ls_allocation *allocation);

/**
 * The bundle code at an index, such as "RPADEVNU", borrowed; NULL past the end.
 */
const char *ls_allocation_user_bundle_codes_at(const ls_allocation *allocation, size_t index);

/**
 * A configuration with the defaults. Freed with ls_config_free. Does not block.
 */
ls_config *ls_config_new(void);

/**
 * Frees a configuration. NULL is a no-op. Agents made from it are not affected.
 */
void ls_config_free(ls_config *config);

/**
 * The vendor's API key and shared key; required, unless ls_config_set_oauth_client is called
 * instead. The shared key signs each request and never travels. Both are copied. Up to 65,536 bytes
 * each; the API key is printable ASCII, and the shared key neither begins nor ends with white space (the
 * line's end of a file that it was read from, say) and holds no control characters.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 * Source: https://docs.licensespring.com/license-api/license-api-authorization
 */
ls_status ls_config_set_api_key(ls_config *config,
                                const char *api_key,
                                const char *shared_key);

/**
 * The vendor's OAuth client (grant type "client credentials"), instead of an API key: an agent has
 * one or the other, and with both or neither ls_agent_new fails with LS_ERR_CONFIG. All three are
 * copied. Up to 65,536 bytes each. Client id and client secret neither begin nor end with white space, and
 * hold no control characters.
 *
 * Requests then carry an access token, which is had from `token_url` in exchange for client id and
 * client secret, by the first call that needs one, within that call's time. It is kept in memory
 * until shortly before its end; where the server does not tell its end, for a minute. Calls that need
 * one at the same time share it. If the license server calls it expired or malformed, it is replaced
 * and the request sent again, once.
 *
 * `token_url` is https, or http to a loopback host; it may have a query. With NULL the license server
 * is asked for it (oauth_url) over its verified connection; it may name any https host, and plain
 * http on a loopback host only if it is at one itself. The client secret goes there and nowhere else;
 * a redirect is not followed.
 *
 * A client that is refused is LS_ERR_API_KEY, with the code of the token endpoint ("invalid_client").
 * Whatever keeps a token from being had, a stored answer is not dropped for it.
 *
 * The store is sealed with the client secret in the place of the shared key: an application that
 * goes over from the one to the other begins with an empty store.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 * Source: https://docs.licensespring.com/license-api/license-api-authorization
 */
ls_status ls_config_set_oauth_client(ls_config *config,
                                     const char *client_id,
                                     const char *client_secret,
                                     const char *token_url);

/**
 * Where the License API is. Default: https://api.licensespring.com. A path in it is kept, a user,
 * query or fragment refused. Plain http is refused unless the host is a loopback address.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_base_url(ls_config *config, const char *base_url);

/**
 * The RSA key (2048 to 8192 bits) that answers are signed with, as PEM text beginning with
 * "-----BEGIN PUBLIC KEY-----". Default: the key of LicenseSpring's production servers.
 * Single-tenant customers and test servers have another.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_response_public_key(ls_config *config, const char *pem);

/**
 * Which product of the licensing service a short code stands for. Once for each product; of two ids
 * for one product the later counts. Default: none.
 *
 * `product` is the short code, up to 1,024 bytes, copied. `product_id` is the id that the service has
 * given the product, 1 or more: the vendor's pages show it, and so does ls_product_product_id of an answer.
 *
 * Short codes are free text, and the built-in response key signs for all customers of the service: without
 * this, another customer's genuine answer for a product of the same short code would count. With it,
 * a license of another id, or of none, is LS_ERR_MISMATCH, off the wire as well as out of the store. With
 * the built-in response key and no id the log warns once for each agent and product, naming the id of
 * the answer.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_product_id(ls_config *config,
                                   const char *product,
                                   int64_t product_id);

/**
 * How long a call may take in all, in milliseconds: 1 to 3,600,000. Default: 5,000. It covers name
 * look-up, connection, proxy, TLS, request and answer.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_timeout_ms(ls_config *config, uint32_t timeout_ms);

/**
 * How long it may take to set up one connection (TCP, proxy, TLS), in milliseconds: 1 to 3,600,000.
 * Default: as long as the call may take.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_connect_timeout_ms(ls_config *config, uint32_t connect_timeout_ms);

/**
 * The largest answer that is accepted, in bytes after inflating: 1,024 to 1,073,741,824. Default:
 * 67,108,864 (64 MiB). A larger one is LS_ERR_RESPONSE.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_max_response_bytes(ls_config *config, uint64_t max_response_bytes);

/**
 * The proxy: http://, https://, socks5:// (names are looked up here) or socks5h:// (by the proxy);
 * without a scheme, http. User and password may stand in the URL, special characters percent-encoded
 * ("#" as %23, "/" as %2F, "?" as %3F, "@" as %40); a path, a query, a fragment, or a port that is not 1
 * to 65535, is refused. "" means none. Up to 65,536 bytes; copied. A plain http base URL is never sent
 * through a proxy.
 *
 * Default: the environment (https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY, in this order), read by
 * ls_agent_new and ls_uipath_new. A variable that cannot be used is ignored; the log says so, and so does
 * a call that then fails. no_proxy or NO_PROXY names servers that are reached directly, as curl reads it:
 * a list separated by commas, semicolons or blanks of hosts ("example.com" and ".example.com" both stand
 * for the host and all below it), addresses ("10.1.2.3", "::1", "[::1]"), networks ("10.0.0.0/8",
 * "fd00::/8"), each of them but a network also with a port ("example.com:8443"), beginnings ("127.*"), or
 * "*" for all. Case does not matter. What ls_config_set_proxy names is used for all servers.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_proxy(ls_config *config,
                              const char *url);

/**
 * A file of certificates in PEM form, to be trusted instead of the operating system's store. They are
 * authorities, or the server's own certificate, even one with CA:TRUE. Authorities are trusted whatever
 * their dates; dates and name of the server's certificate always count.
 * It is read when the first connection is made, and again after a server's certificate was refused; if
 * that fails, the call fails with LS_ERR_CONFIG, and as after any failure that is not the user's the store
 * may answer in its place.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_ca_file(ls_config *config,
                                const char *path);

/**
 * The public keys that the server's certificate may have, in the form of curl's
 * CURLOPT_PINNEDPUBLICKEY: "sha256//" and the base64 of a SHA-256 over the key (its
 * SubjectPublicKeyInfo in DER), several separated by ";". Default: any key. Up to 65,536 bytes; copied.
 *
 * They count besides the verified chain, not instead of it, so that neither an authority that the user
 * added to the trust store nor SSL_CERT_FILE is enough to stand in for the server; and neither is the
 * authority of a proxy that inspects TLS. They are for the host of the base URL (that of ls_uipath_new
 * too), on every port, through a proxy or not. They are not for a token URL on another host, not for a
 * proxy, and not for a base URL of plain http. Another key is LS_ERR_TLS, and the message names it.
 * Pin the next key too: a server that changes to one that is not pinned cannot be reached.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_pinned_public_key(ls_config *config,
                                          const char *pins);

/**
 * The folder of the store. Default: "lsagent" in the user's local data folder ($XDG_DATA_HOME or
 * ~/.local/share, ~/Library/Application Support, %LOCALAPPDATA%). It is made when the first answer
 * is stored. Agents of other vendors may share it.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_cache_dir(ls_config *config, const char *path);

/**
 * Whether good answers are stored. Default: true. With false nothing is read or written.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_cache_enabled(ls_config *config, bool enabled);

/**
 * Whether the agent remembers what a person signed in with, by user name and password, so that
 * ls_credentials_new_remembered also asks the server, as the policy says. Default: false.
 *
 * The password lies where the platform keeps secrets: in Windows's Credential Manager, in the Keychain of
 * macOS, elsewhere in the Secret Service (through libsecret, if it is installed and a service runs);
 * where there is none, in the sealed store, which other programs of the same user can open if they know
 * the vendor's key (ls_config_set_remember_mode has a mode that never does that). It stays there until the server refuses it or ls_agent_forget removes it. Needs the
 * store: with cache_enabled false ls_agent_new returns LS_ERR_CONFIG.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_remember(ls_config *config,
                                 bool remember);

/**
 * Whether the agent remembers what a person signed in with, and where a password may lie: a value of
 * ls_remember. Default: LS_REMEMBER_OFF. LS_REMEMBER_ANYWHERE is what ls_config_set_remember sets with true;
 * the later call of the two counts.
 *
 * With LS_REMEMBER_PLATFORM_ONLY no password is ever in a file of the store: where the platform has no place
 * for secrets, or refuses, the sign-in is not remembered, and a warning is logged. A password that
 * LS_REMEMBER_ANYWHERE has put into the store is not used, and is removed when it is seen.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_remember_mode(ls_config *config,
                                      int32_t mode);

/**
 * How old a stored answer may be and still be used, in seconds, 0 or more. Default: 172,800 (48 h).
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_offline_grace_seconds(ls_config *config, int64_t offline_grace_seconds);

/**
 * For LS_POLICY_CACHE_FIRST: how old an answer may be before it is refreshed behind the caller, in
 * seconds, 0 or more. Default: 3,600 (1 h). It varies by a tenth to either side from call to call, so
 * that devices which started together do not all ask together.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_refresh_after_seconds(ls_config *config,
                                              int64_t refresh_after_seconds);

/**
 * Who is told what became of a request for licenses that nobody waited for: a refresh of
 * LS_POLICY_CACHE_FIRST, or a request of LS_POLICY_NETWORK_FIRST that went on after the store had
 * answered. Default, and with NULL: nobody. `callback` and `user_data` must stay valid until
 * ls_agent_free has returned for the agents made with them, or ls_agent_close LS_OK; see
 * ls_refresh_callback.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_refresh_callback(ls_config *config,
                                         ls_refresh_callback callback,
                                         void *user_data);

/**
 * What ties the store to this device, up to 1,024 bytes. Default: the machine's own id. A store
 * made under one id cannot be read under another.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_device_id(ls_config *config, const char *device_id);

/**
 * The application's name and version, for the User-Agent header ("name/version lsagent/0.2.0"):
 * letters, digits and -._+~, up to 1,024 bytes each. Default: none.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_app(ls_config *config, const char *name, const char *version);

/**
 * Who receives the log, and from which level (ls_log_level) on. Default, and with NULL: nobody.
 * `callback` and `user_data` must stay valid until ls_agent_free has returned for the agents made with
 * them, or ls_agent_close LS_OK. Lines hold product codes, host names, statuses and durations; no user,
 * no credential, no URL, no path, and no text of the server's or the system's.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_config_set_log_callback(ls_config *config,
                                     int32_t level,
                                     ls_log_callback callback,
                                     void *user_data);

/**
 * Signs in with the user's email and password. Email up to 1,024 bytes, password up to 65,536.
 * Both are copied. Freed with ls_credentials_free.
 *
 * Online the server judges the password. For offline the store holds 12 bits of a hash of it, so that
 * nobody can guess it from the disk: one wrong password in 4,096 also gets the stored answer of this user.
 *
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 */
ls_credentials *ls_credentials_new_password(const char *username,
                                            const char *password);

/**
 * Signs in with the token of a single sign-on (implicit grant; the API wants the access_token
 * value) and the code of the customer account the provider belongs to. Token up to 65,536 bytes,
 * account code up to 1,024. Both are copied. Freed with ls_credentials_free.
 *
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 */
ls_credentials *ls_credentials_new_id_token(const char *id_token,
                                            const char *customer_account_code);

/**
 * Signs in with the code of a single sign-on (authorization code grant), which is good for one use
 * and therefore sent again only where the server refused the request's date before looking at it;
 * the code of the customer account; and the redirect URI that the
 * code was issued for, or NULL. Code up to 65,536 bytes, the others up to 1,024. All are copied.
 * Freed with ls_credentials_free.
 *
 * Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
 */
ls_credentials *ls_credentials_new_code(const char *code,
                                        const char *customer_account_code,
                                        const char *redirect_uri);

/**
 * Asks as a user who signed in on this device before, without holding a secret: `username`, or whoever
 * signed in last if it is NULL. Answered from the store alone, while the offline grace lasts;
 * LS_POLICY_NETWORK_ONLY is LS_ERR_INVALID_ARGUMENT with it.
 *
 * With ls_config_set_remember the server is asked with the password that is remembered, as the policy
 * says; where none is, or it cannot be had in half of the time, the store answers, and
 * LS_POLICY_NETWORK_ONLY is LS_ERR_NOT_CACHED. Up to 1,024 bytes, copied. Freed with
 * ls_credentials_free.
 */
ls_credentials *ls_credentials_new_remembered(const char *username_or_null);

/**
 * Frees credentials. NULL is a no-op.
 */
void ls_credentials_free(ls_credentials *credentials);

/**
 * The field's name. Borrowed; NULL if it was not sent.
 */
const char *ls_custom_field_name(const ls_custom_field *field);

/**
 * "number", "text" or "date/time" (the API's spelling "numer" reads as "number"). Borrowed; NULL
 * if it was not sent.
 */
const char *ls_custom_field_data_type(const ls_custom_field *field);

/**
 * Its value; a number or a bool reads as its text. Borrowed; NULL if it was not sent.
 */
const char *ls_custom_field_value(const ls_custom_field *field);

/**
 * The customer's email. Borrowed; NULL if it was not sent.
 */
const char *ls_customer_email(const ls_customer *customer);

/**
 * The first name. Borrowed; NULL if it was not sent.
 */
const char *ls_customer_first_name(const ls_customer *customer);

/**
 * The last name. Borrowed; NULL if it was not sent.
 */
const char *ls_customer_last_name(const ls_customer *customer);

/**
 * The company's name. Borrowed; NULL if it was not sent.
 */
const char *ls_customer_company_name(const ls_customer *customer);

/**
 * The telephone number. Borrowed; NULL if it was not sent.
 */
const char *ls_customer_phone(const ls_customer *customer);

/**
 * The vendor's own reference. Borrowed; NULL if it was not sent.
 */
const char *ls_customer_reference(const ls_customer *customer);

/**
 * Street and number. Borrowed; NULL if it was not sent.
 */
const char *ls_customer_address(const ls_customer *customer);

/**
 * The postal code. Borrowed; NULL if it was not sent.
 */
const char *ls_customer_postcode(const ls_customer *customer);

/**
 * The city. Borrowed; NULL if it was not sent.
 */
const char *ls_customer_city(const ls_customer *customer);

/**
 * The state. Borrowed; NULL if it was not sent.
 */
const char *ls_customer_state(const ls_customer *customer);

/**
 * The country. Borrowed; NULL if it was not sent.
 */
const char *ls_customer_country(const ls_customer *customer);

/**
 * The customer account it belongs to. Borrowed; NULL if it was not sent.
 */
const char *ls_customer_customer_account(const ls_customer *customer);

/**
 * What the vendor added, as a JSON text. Borrowed; NULL if it was not sent.
 */
const char *ls_customer_metadata(const ls_customer *customer);

/**
 * Whether the answer is yes. False where entitlement is NULL.
 */
bool ls_entitlement_is_allowed(const ls_entitlement *entitlement);

/**
 * What was decided. LS_DECISION_DENIED_NO_LICENSE where entitlement is NULL.
 */
ls_decision ls_entitlement_decision(const ls_entitlement *entitlement);

/**
 * The license that decided, borrowed; NULL if there was none.
 */
const ls_license *ls_entitlement_license(const ls_entitlement *entitlement);

/**
 * When the right to use ends, or ended, in Unix seconds: the first second without it, a grace period
 * that has begun included. Returns false if it has no end.
 */
bool ls_entitlement_expires_at(const ls_entitlement *entitlement,
                               int64_t *out);

/**
 * Whether the server answered this call or the store did.
 */
ls_source ls_entitlement_source(const ls_entitlement *entitlement);

/**
 * When the server gave the answer, in Unix seconds, by the later of this device's clock and the server's.
 */
int64_t ls_entitlement_fetched_at(const ls_entitlement *entitlement);

/**
 * Why the store answered although the server was asked, borrowed; NULL if it was not like that.
 */
const ls_error *ls_entitlement_fallback(const ls_entitlement *entitlement);

/**
 * A sentence to show a person, in English, borrowed. NULL where entitlement is NULL.
 */
const char *ls_entitlement_message(const ls_entitlement *entitlement);

/**
 * Everything as JSON: {"allowed", "decision", "message", "product", "feature", "expires_at",
 * "source" ("network" or "cache"), "fetched_at", "fallback" (a message or null), "license" (as
 * ls_license_to_json gives it, or null)}. The caller's, to be freed with ls_string_free.
 */
char *ls_entitlement_to_json(const ls_entitlement *entitlement);

/**
 * Frees an entitlement and everything that was read from it. NULL is a no-op.
 */
void ls_entitlement_free(ls_entitlement *entitlement);

/**
 * The status, the same that the failed call returned; LS_ERR_INTERNAL where error is NULL.
 */
ls_status ls_error_status(const ls_error *error);

/**
 * One sentence for a support ticket, in English. It holds no credential and no URL; it may name a folder
 * of this device, and repeat what the server says of the user. (Lines of the log callback do neither.)
 *
 * The text lives as long as the error. NULL where error is NULL.
 */
const char *ls_error_message(const ls_error *error);

/**
 * The `code` of the server's error answer, such as "unknown_product"; NULL if it sent none.
 *
 * The text lives as long as the error. Codes: the License API's pages list them by call.
 */
const char *ls_error_code(const ls_error *error);

/**
 * The HTTP status of the answer; 0 if there was no HTTP answer.
 */
uint16_t ls_error_http_status(const ls_error *error);

/**
 * Whether the same call may succeed later with nothing changed on this side: LS_ERR_NETWORK,
 * LS_ERR_TIMEOUT, LS_ERR_RATE_LIMITED and LS_ERR_SERVER.
 */
bool ls_error_is_retryable(const ls_error *error);

/**
 * For how many seconds the server asked not to be called again (the Retry-After of its answer, which
 * may be 0). Returns false if it did not ask; *out_seconds is 0 then.
 *
 * A call of the library that may be repeated has waited already if its deadline allowed it; this is for
 * the application's next one.
 */
bool ls_error_retry_after(const ls_error *error,
                          int64_t *out_seconds);

/**
 * Frees an error that a call handed out through out_error. NULL is a no-op.
 */
void ls_error_free(ls_error *error);

/**
 * The feature's id. Returns false if it was not sent.
 */
bool ls_feature_id(const ls_feature *feature, int64_t *out);

/**
 * Its code, by which the application knows it. Borrowed; NULL if it was not sent.
 */
const char *ls_feature_code(const ls_feature *feature);

/**
 * Its name. Borrowed; NULL if it was not sent.
 */
const char *ls_feature_name(const ls_feature *feature);

/**
 * "activation" or "consumption". Borrowed; NULL if it was not sent.
 */
const char *ls_feature_feature_type(const ls_feature *feature);

/**
 * When it ends; a date without a time reads as the first second of that day, through which the
 * feature lasts. Unix seconds, UTC. Returns false if it was not sent or cannot be read.
 */
bool ls_feature_expiry_date(const ls_feature *feature, int64_t *out);

/**
 * Whether it is floating, on a server of the customer's. Returns false if it was not sent; *out
 * has the value.
 */
bool ls_feature_is_floating(const ls_feature *feature, bool *out);

/**
 * Whether it is floating, on the vendor's server. Returns false if it was not sent; *out has the
 * value.
 */
bool ls_feature_is_floating_cloud(const ls_feature *feature, bool *out);

/**
 * How many may use it at once; sent for floating features only. Returns false if it was not sent.
 */
bool ls_feature_floating_users(const ls_feature *feature, int64_t *out);

/**
 * After how many minutes without a sign of life a floating seat is free again. Returns false if
 * it was not sent.
 */
bool ls_feature_floating_timeout(const ls_feature *feature, int64_t *out);

/**
 * How many consumptions it has; sent for consumption features only. Returns false if it was not
 * sent.
 */
bool ls_feature_max_consumption(const ls_feature *feature, int64_t *out);

/**
 * How many were used. Returns false if it was not sent.
 */
bool ls_feature_total_consumptions(const ls_feature *feature, int64_t *out);

/**
 * Whether max_consumption does not count. Returns false if it was not sent; *out has the value.
 */
bool ls_feature_allow_unlimited_consumptions(const ls_feature *feature, bool *out);

/**
 * Whether more than max_consumption may be used: the API documents a number here; true reads as
 * 1. Returns false if it was not sent.
 */
bool ls_feature_allow_overages(const ls_feature *feature, int64_t *out);

/**
 * How many more. Returns false if it was not sent.
 */
bool ls_feature_max_overages(const ls_feature *feature, int64_t *out);

/**
 * Whether consumptions begin anew with each period. Returns false if it was not sent; *out has
 * the value.
 */
bool ls_feature_reset_consumption(const ls_feature *feature, bool *out);

/**
 * The period: "daily", "weekly", "monthly" or "annually" (the API's spelling "annualy" reads so
 * too). Borrowed; NULL if it was not sent.
 */
const char *ls_feature_consumption_period(const ls_feature *feature);

/**
 * What the vendor added, as a JSON text. Borrowed; NULL if it was not sent.
 */
const char *ls_feature_metadata(const ls_feature *feature);

/**
 * The license with its user and every field, as {"license": {…}, "user": {…}}. The caller's, to be
 * freed with ls_string_free.
 */
char *ls_license_to_json(const ls_license *license);

/**
 * The user that the license is assigned to (the API's `user`), borrowed; NULL if it was not sent.
 */
const ls_user *ls_license_holder(const ls_license *license);

/**
 * Who bought it, borrowed; NULL if it was not sent.
 */
const ls_customer *ls_license_customer(const ls_license *license);

/**
 * What was bought, borrowed; NULL if it was not sent.
 */
const ls_product *ls_license_product_details(const ls_license *license);

/**
 * The id of the company that the order belongs to (`company.id`). Returns false if it was not sent.
 */
bool ls_license_company_id(const ls_license *license, int64_t *out);

/**
 * How many features the license grants (`product_features`).
 */
size_t ls_license_product_features_count(const ls_license *license);

/**
 * The feature at an index, borrowed; NULL past the end.
 */
const ls_feature *ls_license_product_features_at(const ls_license *license, size_t index);

/**
 * How many fields the vendor added (`custom_fields`).
 */
size_t ls_license_custom_fields_count(const ls_license *license);

/**
 * The custom field at an index, borrowed; NULL past the end.
 */
const ls_custom_field *ls_license_custom_fields_at(const ls_license *license, size_t index);

/**
 * The license's id. Returns false if it was not sent.
 */
bool ls_license_id(const ls_license *license, int64_t *out);

/**
 * The id of the order it came with. Borrowed; NULL if it was not sent.
 */
const char *ls_license_order_store_id(const ls_license *license);

/**
 * The kind: "perpetual", "subscription", "time-limited", "consumption", … Borrowed; NULL if it
 * was not sent.
 */
const char *ls_license_license_type(const ls_license *license);

/**
 * Whether it has been activated and not deactivated since. Returns false if it was not sent; *out
 * has the value.
 */
bool ls_license_license_active(const ls_license *license, bool *out);

/**
 * Whether the vendor has it enabled. Returns false if it was not sent; *out has the value.
 */
bool ls_license_license_enabled(const ls_license *license, bool *out);

/**
 * Whether it is a trial. Returns false if it was not sent; *out has the value.
 */
bool ls_license_is_trial(const ls_license *license, bool *out);

/**
 * How many days the trial lasts; sent for trials only. Returns false if it was not sent.
 */
bool ls_license_trial_days(const ls_license *license, int64_t *out);

/**
 * Whether the server counts it as expired, its grace period included. Returns false if it was not
 * sent; *out has the value.
 */
bool ls_license_is_expired(const ls_license *license, bool *out);

/**
 * When it ends; a date without a time reads as the first second of that day, through which the
 * license lasts. Unix seconds, UTC. Returns false if it was not sent or cannot be read.
 */
bool ls_license_validity_period(const ls_license *license, int64_t *out);

/**
 * When it begins. Unix seconds, UTC. Returns false if it was not sent or cannot be read.
 */
bool ls_license_start_date(const ls_license *license, int64_t *out);

/**
 * Whether it has a maintenance period. Returns false if it was not sent; *out has the value.
 */
bool ls_license_enable_maintenance_period(const ls_license *license, bool *out);

/**
 * When maintenance (updates) ends; a date without a time reads as the first second of that day.
 * Unix seconds, UTC. Returns false if it was not sent or cannot be read.
 */
bool ls_license_maintenance_period(const ls_license *license, int64_t *out);

/**
 * Whether it may be used for a while after it ended. Returns false if it was not sent; *out has
 * the value.
 */
bool ls_license_allow_grace_period(const ls_license *license, bool *out);

/**
 * How long that is, in hours. Returns false if it was not sent.
 */
bool ls_license_grace_period(const ls_license *license, int64_t *out);

/**
 * How many devices it may be activated on. Returns false if it was not sent.
 */
bool ls_license_max_activations(const ls_license *license, int64_t *out);

/**
 * On how many devices it has been activated. Returns false if it was not sent.
 */
bool ls_license_times_activated(const ls_license *license, int64_t *out);

/**
 * Whether max_activations does not count. Returns false if it was not sent; *out has the value.
 */
bool ls_license_allow_unlimited_activations(const ls_license *license, bool *out);

/**
 * How often it may move to another device. Returns false if it was not sent.
 */
bool ls_license_max_transfers(const ls_license *license, int64_t *out);

/**
 * How often it has moved. Returns false if it was not sent.
 */
bool ls_license_transfer_count(const ls_license *license, int64_t *out);

/**
 * How many users it may be assigned to. Returns false if it was not sent.
 */
bool ls_license_max_license_users(const ls_license *license, int64_t *out);

/**
 * Whether it is floating, on a server of the customer's. Returns false if it was not sent; *out
 * has the value.
 */
bool ls_license_is_floating(const ls_license *license, bool *out);

/**
 * Whether it is floating, on the vendor's server. Returns false if it was not sent; *out has the
 * value.
 */
bool ls_license_is_floating_cloud(const ls_license *license, bool *out);

/**
 * After how many minutes without a sign of life a floating seat is free again. Returns false if
 * it was not sent.
 */
bool ls_license_floating_timeout(const ls_license *license, int64_t *out);

/**
 * How many may use it at once; sent for floating licenses only. Returns false if it was not sent.
 */
bool ls_license_floating_users(const ls_license *license, int64_t *out);

/**
 * How many are using it now; sent for floating licenses only. Returns false if it was not sent.
 */
bool ls_license_floating_in_use_devices(const ls_license *license, int64_t *out);

/**
 * Whether a floating seat may be borrowed. Returns false if it was not sent; *out has the value.
 */
bool ls_license_can_borrow(const ls_license *license, bool *out);

/**
 * For how many hours at most. Returns false if it was not sent.
 */
bool ls_license_max_borrow_time(const ls_license *license, int64_t *out);

/**
 * Whether it is borrowed now. Returns false if it was not sent; *out has the value.
 */
bool ls_license_is_borrowed(const ls_license *license, bool *out);

/**
 * Until when it is borrowed. Unix seconds, UTC. Returns false if it was not sent or cannot be
 * read.
 */
bool ls_license_borrowed_until(const ls_license *license, int64_t *out);

/**
 * How many consumptions it has; sent for consumption licenses only. Returns false if it was not
 * sent.
 */
bool ls_license_max_consumptions(const ls_license *license, int64_t *out);

/**
 * How many were used. Returns false if it was not sent.
 */
bool ls_license_total_consumptions(const ls_license *license, int64_t *out);

/**
 * Whether max_consumptions does not count. Returns false if it was not sent; *out has the value.
 */
bool ls_license_allow_unlimited_consumptions(const ls_license *license, bool *out);

/**
 * Whether more than max_consumptions may be used. Returns false if it was not sent; *out has the
 * value.
 */
bool ls_license_allow_overages(const ls_license *license, bool *out);

/**
 * How many more. Returns false if it was not sent.
 */
bool ls_license_max_overages(const ls_license *license, int64_t *out);

/**
 * Whether consumptions begin anew with each period. Returns false if it was not sent; *out has
 * the value.
 */
bool ls_license_reset_consumption(const ls_license *license, bool *out);

/**
 * The period: "daily", "weekly", "monthly" or "annually" (the API's spelling "annualy" reads so
 * too). Borrowed; NULL if it was not sent.
 */
const char *ls_license_consumption_period(const ls_license *license);

/**
 * Whether it is for devices without a network. Returns false if it was not sent; *out has the
 * value.
 */
bool ls_license_is_air_gapped(const ls_license *license, bool *out);

/**
 * Whether it is tied to a hardware key. Returns false if it was not sent; *out has the value.
 */
bool ls_license_is_hardware_key_auth(const ls_license *license, bool *out);

/**
 * Whether it must not be used in a virtual machine. Returns false if it was not sent; *out has
 * the value.
 */
bool ls_license_prevent_vm(const ls_license *license, bool *out);

/**
 * The id of the device it is activated on. Returns false if it was not sent.
 */
bool ls_license_device_id(const ls_license *license, int64_t *out);

/**
 * The release channel. Borrowed; NULL if it was not sent.
 */
const char *ls_license_channel(const ls_license *license);

/**
 * The environment that the release is for. Borrowed; NULL if it was not sent.
 */
const char *ls_license_environment(const ls_license *license);

/**
 * The release's version. Borrowed; NULL if it was not sent.
 */
const char *ls_license_version(const ls_license *license);

/**
 * The version that the release needs to be installed over. Borrowed; NULL if it was not sent.
 */
const char *ls_license_requires_version(const ls_license *license);

/**
 * The release's date, as it was sent. Borrowed; NULL if it was not sent.
 */
const char *ls_license_release_date(const ls_license *license);

/**
 * Where the release notes are. Borrowed; NULL if it was not sent.
 */
const char *ls_license_release_notes_link(const ls_license *license);

/**
 * Where the installation file is. Borrowed; NULL if it was not sent.
 */
const char *ls_license_installation_file(const ls_license *license);

/**
 * The MD5 hash of the installation file. Borrowed; NULL if it was not sent.
 */
const char *ls_license_hash_md5(const ls_license *license);

/**
 * The size of the installation file, as it was sent. Borrowed; NULL if it was not sent.
 */
const char *ls_license_size(const ls_license *license);

/**
 * Where the license agreement is. Borrowed; NULL if it was not sent.
 */
const char *ls_license_eula_link(const ls_license *license);

/**
 * The server's signature of the license, as it was sent. Borrowed; NULL if it was not sent.
 */
const char *ls_license_license_signature(const ls_license *license);

/**
 * The same in its second version, as it was sent. Borrowed; NULL if it was not sent.
 */
const char *ls_license_license_signature_v2(const ls_license *license);

/**
 * The signature for offline use, as it was sent. Borrowed; NULL if it was not sent.
 */
const char *ls_license_offline_signature(const ls_license *license);

/**
 * What the vendor added, as a JSON text. Borrowed; NULL if it was not sent.
 */
const char *ls_license_metadata(const ls_license *license);

/**
 * The user's email. Borrowed; NULL if it was not sent.
 */
const char *ls_license_user_email(const ls_license_user *user);

/**
 * Whether the user is active. Returns false if it was not sent; *out has the value.
 */
bool ls_license_user_is_active(const ls_license_user *user, bool *out);

/**
 * The first name. Borrowed; NULL if it was not sent.
 */
const char *ls_license_user_first_name(const ls_license_user *user);

/**
 * The last name. Borrowed; NULL if it was not sent.
 */
const char *ls_license_user_last_name(const ls_license_user *user);

/**
 * The telephone number. Borrowed; NULL if it was not sent.
 */
const char *ls_license_user_phone_number(const ls_license_user *user);

/**
 * Whether the user still has the password that the server made. Returns false if it was not sent;
 * *out has the value.
 */
bool ls_license_user_is_initial_password(const ls_license_user *user, bool *out);

/**
 * That password, in plain text. In an answer from the store it is always absent. Borrowed; NULL
 * if it was not sent.
 */
const char *ls_license_user_initial_password(const ls_license_user *user);

/**
 * The id of the license. Returns false if it was not sent.
 */
bool ls_license_user_license_id(const ls_license_user *user, int64_t *out);

/**
 * The id of the order. Returns false if it was not sent.
 */
bool ls_license_user_order_id(const ls_license_user *user, int64_t *out);

/**
 * The order's id in the shop. Borrowed; NULL if it was not sent.
 */
const char *ls_license_user_order_store_id(const ls_license_user *user);

/**
 * On how many devices the user may activate. Returns false if it was not sent.
 */
bool ls_license_user_max_activations(const ls_license_user *user, int64_t *out);

/**
 * On how many devices the user has activated. Returns false if it was not sent.
 */
bool ls_license_user_total_activations(const ls_license_user *user, int64_t *out);

/**
 * How many users there are; 0 where users is NULL.
 */
size_t ls_license_users_count(const ls_license_users *users);

/**
 * The user at an index, borrowed; NULL past the end.
 */
const ls_license_user *ls_license_users_at(const ls_license_users *users, size_t index);

/**
 * The customer, borrowed; NULL where users is NULL.
 */
const ls_customer *ls_license_users_customer(const ls_license_users *users);

/**
 * Whether the server answered this call or the store did.
 */
ls_source ls_license_users_source(const ls_license_users *users);

/**
 * When the server gave the answer, in Unix seconds, by the later of this device's clock and the server's.
 */
int64_t ls_license_users_fetched_at(const ls_license_users *users);

/**
 * Why the store answered although the server was asked, borrowed; NULL if it was not like that.
 */
const ls_error *ls_license_users_fallback(const ls_license_users *users);

/**
 * The server's JSON with every field. In an answer from the store each initial_password is null.
 * The caller's, to be freed with ls_string_free.
 */
char *ls_license_users_to_json(const ls_license_users *users);

/**
 * Frees users and everything that was read from them. NULL is a no-op.
 */
void ls_license_users_free(ls_license_users *users);

/**
 * How many licenses there are; 0 where licenses is NULL.
 */
size_t ls_licenses_count(const ls_licenses *licenses);

/**
 * The license at an index, borrowed; NULL past the end.
 */
const ls_license *ls_licenses_at(const ls_licenses *licenses, size_t index);

/**
 * Whether the server answered this call or the store did.
 */
ls_source ls_licenses_source(const ls_licenses *licenses);

/**
 * When the server gave the answer, in Unix seconds, by the later of this device's clock and the server's.
 */
int64_t ls_licenses_fetched_at(const ls_licenses *licenses);

/**
 * Why the store answered although the server was asked, borrowed; NULL if it was not like that.
 */
const ls_error *ls_licenses_fallback(const ls_licenses *licenses);

/**
 * The server's JSON with every field, as an array of {"license": {…}, "user": {…}}, in whichever of
 * its two forms the server sent it. The caller's, to be freed with ls_string_free.
 */
char *ls_licenses_to_json(const ls_licenses *licenses);

/**
 * May the user whose licenses these are run this product, or this feature of it?
 *
 * `product` is the product's short code, `feature_or_null` the code of a feature, or NULL, up to 1,024
 * bytes each. Nothing is asked of anybody: it depends on the licenses and the time alone. On success
 * *out_entitlement is the caller's, to be freed with ls_entitlement_free, and stays valid when the
 * licenses are freed. Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 *
 * Of several licenses the most generous decides; ties go to the one that lasts longest.
 * `is_expired: true` from the server is final; otherwise validity_period counts against the clock (a
 * date without a time lasts through that day, UTC), and allow_grace_period adds grace_period hours. A
 * feature's expiry_date is read like validity_period.
 */
ls_status ls_licenses_check(const ls_licenses *licenses,
                            const char *product,
                            const char *feature_or_null,
                            ls_entitlement **out_entitlement,
                            ls_error **out_error);

/**
 * Frees licenses and everything that was read from them. NULL is a no-op.
 */
void ls_licenses_free(ls_licenses *licenses);

/**
 * The product's id. Returns false if it was not sent.
 */
bool ls_product_product_id(const ls_product *product, int64_t *out);

/**
 * Its name. Borrowed; NULL if it was not sent.
 */
const char *ls_product_product_name(const ls_product *product);

/**
 * Its short code, which calls take. Borrowed; NULL if it was not sent.
 */
const char *ls_product_short_code(const ls_product *product);

/**
 * "user" or "license-key". Borrowed; NULL if it was not sent.
 */
const char *ls_product_authorization_method(const ls_product *product);

/**
 * What the vendor added, as a JSON text. Borrowed; NULL if it was not sent.
 */
const char *ls_product_metadata(const ls_product *product);

/**
 * The options with their defaults. Freed with ls_sso_options_free. Does not block.
 */
ls_sso_options *ls_sso_options_new(void);

/**
 * Frees options. NULL is a no-op. A sign-in that was begun with them is not affected.
 */
void ls_sso_options_free(ls_sso_options *options);

/**
 * The port of 127.0.0.1 to which the identity provider sends the browser back. Default, and with 0: the
 * system chooses one, which takes a provider that lets any port of http://127.0.0.1 pass (RFC 8252).
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_sso_options_set_port(ls_sso_options *options,
                                  uint16_t port);

/**
 * The path to which the browser is sent back, as it stands in the redirect URI that the vendor has
 * registered: beginning with a slash, without query and fragment, up to 1,024 bytes. Default: "/".
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_sso_options_set_path(ls_sso_options *options, const char *path);

/**
 * What the identity provider sends back: a value of ls_sso_response. Default: LS_SSO_RESPONSE_CODE.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_sso_options_set_response_type(ls_sso_options *options, int32_t response_type);

/**
 * How long the person may take, in milliseconds: 1 to 3,600,000. Default: 300,000 (5 minutes). What the
 * agent asks the license server before and after has its own timeout_ms each.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_sso_options_set_timeout_ms(ls_sso_options *options,
                                        uint32_t timeout_ms);

/**
 * Whether what the browser brings back must have the state that was sent along. Default: true. With
 * false a code or a token without a state is taken as well, for an identity provider that loses it: then
 * any web page in the person's browser can sign them in as somebody else while the agent waits. Another
 * state, and an error without one, are not taken in either case.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_sso_options_set_require_state(ls_sso_options *options,
                                           bool require_state);

/**
 * Whether the license server must have signed the address of the sign-in page before it is opened.
 * Default: true. With false an unsigned one is opened as well, for a server that does not sign it: then
 * whatever ends the TLS connection on its way decides which page the person signs in at. A wrong
 * signature is LS_ERR_SIGNATURE in either case.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_sso_options_set_require_signature(ls_sso_options *options,
                                               bool require_signature);

/**
 * Who shows the sign-in page. Default, and with NULL: the system's browser. `callback` and `user_data`
 * must stay valid until the sign-ins begun with these options are over; see ls_browser_callback.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
 */
ls_status ls_sso_options_set_browser_callback(ls_sso_options *options,
                                              ls_browser_callback callback,
                                              void *user_data);

/**
 * Signs a person in through the identity provider of a customer account, in a browser, and gets their
 * licenses for a product.
 *
 * The agent asks the license server for the provider's page, listens on a port of 127.0.0.1, has the
 * page opened (see ls_browser_callback), takes the code or the token from the address that the browser
 * comes back with, shows a page that says that the window may be closed, stops listening, and asks
 * for the licenses as ls_user_licenses does with LS_POLICY_NETWORK_ONLY. The answer is stored:
 * ls_credentials_new_remembered then asks without a browser.
 *
 * The page's address gets a redirect_uri and a random state, unless it has them already. What comes back
 * with another state, or with none (see ls_sso_options_set_require_state), is not taken: the browser shows
 * that, and the agent goes on waiting. Only an https page is opened, or one of this device, whose address
 * the license server has signed (see ls_sso_options_set_require_signature).
 *
 * Where the provider sends the browser back to http://localhost, the agent listens on 127.0.0.1 and on
 * [::1]. If another program has the port of either, nothing is opened: LS_ERR_CONFIG. Better register
 * http://127.0.0.1.
 *
 * `product` is the product's short code, up to 1,024 bytes, like the account's code. With NULL for
 * the options their defaults hold. Nothing is taken over. On success *out_licenses is the caller's, to
 * be freed with ls_licenses_free. On failure it is NULL and *out_error, if out_error is not NULL, is the
 * caller's, to be freed with ls_error_free.
 *
 * Returns LS_OK, or LS_ERR_TIMEOUT (nobody finished in time), LS_ERR_CREDENTIALS (the provider's
 * access_denied, for one: cancelled in the browser), LS_ERR_REFUSED (any other error of the provider:
 * ls_error_code has it), LS_ERR_CONFIG (no browser can be opened, the port cannot be had, or the
 * page leads back to another address; the message says what to do), LS_ERR_RESPONSE (a page that is
 * not opened, for one), LS_ERR_CANCELLED, or as ls_user_licenses does.
 *
 * Blocks for as long as the person takes, up to the time they have, and for at most twice the
 * configured timeout_ms more.
 * Source: https://docs.licensespring.com/license-api/single-sign-on-url
 */
ls_status ls_sso_sign_in(const ls_agent *agent,
                         const char *product,
                         const char *customer_account_code,
                         const ls_sso_options *options_or_null,
                         ls_licenses **out_licenses,
                         ls_error **out_error);

/**
 * Like ls_sso_sign_in, on a thread of the agent: `callback` receives the outcome. Does not block.
 *
 * ls_task_cancel, or ls_agent_free, ends it with LS_ERR_CANCELLED, whatever the person does. Arguments are
 * copied. On success *out_task is the caller's, to be freed with ls_task_free. On failure nothing was
 * begun and no callback comes. Returns LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_INTERNAL (no thread could
 * be started).
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
 * The address of the page at which a person signs in, for an application that has a browser of its own
 * and finds out by itself what it comes back with; then ls_credentials_new_code or
 * ls_credentials_new_id_token.
 *
 * `product` and the account's code have up to 1,024 bytes each; `response_type` is a value of
 * ls_sso_response. Of the addresses that the server gives the one is taken that leads to
 * `redirect_uri_or_null` (up to 1,024 bytes, any scheme), or one that names no redirect URI, to which this
 * one is added; with NULL the first one. A state can be added by the application. The address is https, or http
 * to this device; characters that a shell takes for its own are percent-encoded. A wrong signature of the
 * answer is LS_ERR_SIGNATURE; one that is not signed is taken.
 *
 * On success *out_url is the caller's, to be freed with ls_string_free. On failure it is NULL and
 * *out_error, if out_error is not NULL, is the caller's. Never answered from the store. Returns LS_OK, or
 * LS_ERR_CONFIG (no address leads to the redirect URI), or as ls_user_licenses does.
 *
 * Blocks for at most the configured timeout_ms.
 * Source: https://docs.licensespring.com/license-api/single-sign-on-url
 */
ls_status ls_sso_url(const ls_agent *agent,
                     const char *product,
                     const char *customer_account_code,
                     int32_t response_type,
                     const char *redirect_uri_or_null,
                     char **out_url,
                     ls_error **out_error);

/**
 * The name of a status, such as "LS_ERR_TIMEOUT"; "unknown status" for a number that is none.
 *
 * `status` is taken as a number, so any value may be passed. The text is static. Does not block.
 */
const char *ls_status_name(int32_t status);

/**
 * Frees a string that a function of this library returned as `char *`. NULL is a no-op.
 *
 * Not for `const char *`: those belong to the object they were read from.
 */
void ls_string_free(char *string);

/**
 * Like ls_user_licenses, on a thread of the agent: `callback` receives the outcome. Does not block.
 *
 * Arguments are copied. On success *out_task is the caller's, to be freed with ls_task_free. On failure
 * nothing was begun and no callback comes. Returns LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_INTERNAL (no
 * thread could be started).
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
 * Like ls_check, on a thread of the agent: `callback` receives the outcome. Does not block.
 *
 * Arguments are copied. On success *out_task is the caller's, to be freed with ls_task_free. On failure
 * nothing was begun and no callback comes. Returns LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_INTERNAL (no
 * thread could be started).
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
 * Like ls_customer_license_users, on a thread of the agent: `callback` receives the outcome. Does not
 * block.
 *
 * Arguments are copied. On success *out_task is the caller's, to be freed with ls_task_free. On failure
 * nothing was begun and no callback comes. Returns LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_INTERNAL (no
 * thread could be started).
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
 * Waits until the callback of a task has returned, for `timeout_ms` milliseconds at most.
 *
 * Returns LS_OK, LS_ERR_TIMEOUT if it has not returned by then, LS_ERR_INVALID_ARGUMENT, or LS_ERR_CONFIG
 * in a process that was forked off later. Not from within that callback: it would wait for itself.
 */
ls_status ls_task_wait(const ls_task *task,
                       uint32_t timeout_ms);

/**
 * Cancels a task: its callback comes soon, with LS_ERR_CANCELLED, unless it has come or is coming with
 * an outcome already. A request under way may still reach the server, and its answer the store.
 *
 * Returns LS_OK, LS_ERR_INVALID_ARGUMENT, or LS_ERR_CONFIG in a process that was forked off later. Does
 * not block.
 */
ls_status ls_task_cancel(const ls_task *task);

/**
 * Frees a task; the call goes on, and its callback comes. NULL is a no-op.
 */
void ls_task_free(ls_task *task);

/**
 * Makes a client for the suite at `base_url` (https, or http to a loopback host) with an access
 * token of its identity service, which the caller obtains (up to 65,536 bytes, printable ASCII).
 *
 * From the configuration it takes timeouts, cap, proxy, CA file, app and log; an API key is not
 * needed. Everything is copied. On success *out_uipath is the caller's, to be freed with
 * ls_uipath_free; on failure it is NULL. Returns LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_CONFIG. Does
 * not block.
 */
ls_status ls_uipath_new(const ls_config *config,
                        const char *base_url,
                        const char *access_token,
                        ls_uipath **out_uipath,
                        ls_error **out_error);

/**
 * Frees a client. NULL is a no-op. No call on it may be running. Results stay valid.
 */
void ls_uipath_free(ls_uipath *uipath);

/**
 * Exchanges the access token, for the calls that begin after it. From any thread. Does not block.
 *
 * Returns LS_OK or LS_ERR_INVALID_ARGUMENT; then the old token stays.
 */
ls_status ls_uipath_set_access_token(const ls_uipath *uipath, const char *access_token);

/**
 * Says by which method licenses are allocated, a value of ls_uipath_method, for the calls that begin
 * after it. The default is LS_UIPATH_METHOD_AUTO. From any thread. Does not block.
 *
 * The suite's pages name POST for one version and PUT for the others, and a suite that takes PUT may
 * take a POST to the same path as the question what the users hold. Who knows the suite saves a
 * request by saying which. Returns LS_OK or LS_ERR_INVALID_ARGUMENT; then the old method stays.
 */
ls_status ls_uipath_set_method(const ls_uipath *uipath,
                               int32_t method);

/**
 * Allocates licenses to users of an organization: every user in `user_ids` gets every license in
 * `bundle_codes` (such as "RPADEVNU", "ATTUNU", "TSTNU"). Each user consumes a unit of each.
 *
 * `account_id` is the organization's id. 1 to 10,000 user ids and bundle codes, each text up to 1,024
 * bytes. Nothing is taken over. On success *out_allocations is the caller's, to be freed with
 * ls_allocations_free. On failure it is NULL and *out_error, if out_error is not NULL, is the caller's.
 *
 * It succeeds only if the answer repeats every asked code for every asked user; otherwise it is
 * LS_ERR_MISMATCH, and the message names what is missing. Ids are compared byte by byte, GUIDs and codes
 * without regard to case; more than was asked for is fine, and so is asking for the same twice.
 *
 * It is a write, on a connection of its own, and never stored. A request whose answer was lost is never
 * sent again; a second one, by PUT, is sent only where ls_uipath_set_method says that the first did
 * nothing. After LS_ERR_TIMEOUT, _NETWORK, _RESPONSE, _MISMATCH or _SERVER the licenses may have been
 * allocated; the message says so where it is possible.
 *
 * Returns LS_OK, or LS_ERR_INVALID_ARGUMENT, _CONFIG, _NETWORK, _TIMEOUT, _TLS, _PROXY, _RESPONSE,
 * _MISMATCH, _CREDENTIALS (401, 403: the token), _REFUSED (any other 4xx: 404 no license for the
 * account, or no such call; 409 too few units, or an unknown code), _RATE_LIMITED, _SERVER, _INTERNAL.
 * The suite documents no bodies of errors: ls_error_http_status has the status, the message the body.
 *
 * Blocks for at most the configured timeout_ms, both requests together.
 * Source: https://docs.uipath.com/automation-suite (API guide, Allocate Licenses to a User)
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

/**
 * The user's id. Returns false if it was not sent.
 */
bool ls_user_id(const ls_user *user, int64_t *out);

/**
 * The email, with which the user signs in. Borrowed; NULL if it was not sent.
 */
const char *ls_user_email(const ls_user *user);

/**
 * The first name. Borrowed; NULL if it was not sent.
 */
const char *ls_user_first_name(const ls_user *user);

/**
 * The last name. Borrowed; NULL if it was not sent.
 */
const char *ls_user_last_name(const ls_user *user);

/**
 * The telephone number. Borrowed; NULL if it was not sent.
 */
const char *ls_user_phone_number(const ls_user *user);

/**
 * Whether the user still has the password that the server made. Returns false if it was not sent;
 * *out has the value.
 */
bool ls_user_is_initial_password(const ls_user *user, bool *out);

/**
 * On how many devices the user may activate. Returns false if it was not sent.
 */
bool ls_user_max_activations(const ls_user *user, int64_t *out);

/**
 * On how many devices the user has activated. Returns false if it was not sent.
 */
bool ls_user_total_activations(const ls_user *user, int64_t *out);

/**
 * Whether max_activations does not count. Returns false if it was not sent; *out has the value.
 */
bool ls_user_allow_unlimited_activations(const ls_user *user, bool *out);

/**
 * The version of the loaded library, such as "0.2.0". The text is static.
 */
const char *ls_version(void);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* LSAGENT_H */
