// Generated from include/lsagent.h; `make generate` writes it.

namespace LsAgent
{
    /// <summary>
    /// The outcome of a call. 1-99: the caller; 100-199: this device and the network; 200-299: the
    /// server; 300-399: the local store; 900: internal. A newer library may have more.
    /// </summary>
    public enum Status
    {
        /// <summary><c>LS_OK</c>: it succeeded.</summary>
        Ok = 0,

        /// <summary><c>LS_ERR_INVALID_ARGUMENT</c>: an argument is null, empty, too long, not UTF-8
        /// or out of range; the message names it.</summary>
        InvalidArgument = 1,

        /// <summary><c>LS_ERR_CONFIG</c>: a setting is missing or cannot be used; the message says
        /// which.</summary>
        Config = 2,

        /// <summary><c>LS_ERR_CANCELLED</c>: the call was cancelled.</summary>
        Cancelled = 3,

        /// <summary><c>LS_ERR_NETWORK</c>: the server cannot be reached: name look-up, connection
        /// refused, connection lost.</summary>
        Network = 100,

        /// <summary><c>LS_ERR_TIMEOUT</c>: the call did not end within its timeout.</summary>
        Timeout = 101,

        /// <summary><c>LS_ERR_TLS</c>: no secure connection: certificate, host name, authority,
        /// protocol.</summary>
        Tls = 102,

        /// <summary><c>LS_ERR_PROXY</c>: the proxy refused, or cannot be reached.</summary>
        Proxy = 103,

        /// <summary><c>LS_ERR_CLOCK</c>: this device's clock is wrong, or was turned
        /// back.</summary>
        Clock = 104,

        /// <summary><c>LS_ERR_RESPONSE</c>: the answer is not a documented one of the API: a
        /// captive portal, a gateway's own JSON, a redirect, a damaged or cut body.</summary>
        Response = 200,

        /// <summary><c>LS_ERR_SIGNATURE</c>: the answer's signature is missing or wrong.</summary>
        Signature = 201,

        /// <summary><c>LS_ERR_MISMATCH</c>: a genuine answer, but to another question, or for a
        /// product of another id than <see cref="AgentOptions.ProductIds"/> says; UiPath: one that
        /// does not repeat what was asked for.</summary>
        Mismatch = 202,

        /// <summary><c>LS_ERR_API_KEY</c>: the vendor's API key, request signature or OAuth client
        /// was refused.</summary>
        ApiKey = 203,

        /// <summary><c>LS_ERR_CREDENTIALS</c>: this user's sign-in was refused.</summary>
        Credentials = 204,

        /// <summary><c>LS_ERR_REFUSED</c>: the server refused for any other reason; see
        /// <see cref="LicensingException.Code"/>.</summary>
        Refused = 205,

        /// <summary><c>LS_ERR_RATE_LIMITED</c>: the server asks for fewer calls.</summary>
        RateLimited = 206,

        /// <summary><c>LS_ERR_SERVER</c>: the server has a fault (5xx).</summary>
        Server = 207,

        /// <summary><c>LS_ERR_NOT_ACTIVATED</c>: this device holds no activated license of the
        /// product, or the server does not know the device any more: activate.</summary>
        NotActivated = 208,

        /// <summary><c>LS_ERR_ACTIVATION_LIMIT</c>: the license is in use on as many devices, or
        /// was moved as often, as it may be; <see cref="LicensingException.Code"/> says
        /// which.</summary>
        ActivationLimit = 209,

        /// <summary><c>LS_ERR_NO_SEAT</c>: all seats of what floats are taken.</summary>
        NoSeat = 210,

        /// <summary><c>LS_ERR_QUOTA</c>: what may be consumed is used up.</summary>
        Quota = 211,

        /// <summary><c>LS_ERR_NOT_ALLOWED</c>: the vendor does not allow it: a trial, a borrowing,
        /// a seat of what does not float.</summary>
        NotAllowed = 212,

        /// <summary><c>LS_ERR_UNCERTAIN</c>: a change may have reached the server, and whether it
        /// did cannot be found out now; the next call about it finds out first.</summary>
        Uncertain = 213,

        /// <summary><c>LS_ERR_NOT_CACHED</c>: nothing usable was ever stored for this question, or
        /// the store no longer knows the newest time it has seen.</summary>
        NotCached = 300,

        /// <summary><c>LS_ERR_CACHE_EXPIRED</c>: something is stored, but it is past the offline
        /// grace.</summary>
        CacheExpired = 301,

        /// <summary><c>LS_ERR_CACHE</c>: the store cannot be read or written.</summary>
        Cache = 302,

        /// <summary><c>LS_ERR_INTERNAL</c>: a fault of this library; please report it.</summary>
        Internal = 900,
    }

    /// <summary>
    /// How much a line of the log matters.
    /// </summary>
    public enum LogLevel
    {
        /// <summary><c>LS_LOG_ERROR</c>: a fault of this library.</summary>
        Error = 1,

        /// <summary><c>LS_LOG_WARNING</c>: something did not work, and the reason.</summary>
        Warning = 2,

        /// <summary><c>LS_LOG_INFO</c>: a line for each call.</summary>
        Info = 3,

        /// <summary><c>LS_LOG_DEBUG</c>: everything.</summary>
        Debug = 4,
    }

    /// <summary>
    /// Where passwords that are remembered may lie.
    /// </summary>
    public enum Remember
    {
        /// <summary><c>LS_REMEMBER_OFF</c>: nowhere: none is kept.</summary>
        Off = 0,

        /// <summary><c>LS_REMEMBER_ANYWHERE</c>: where the platform keeps secrets; if it has no
        /// such place, or refuses, in the sealed store, with a warning in the log, once for each
        /// agent.</summary>
        Anywhere = 1,

        /// <summary><c>LS_REMEMBER_PLATFORM_ONLY</c>: where the platform keeps secrets, or nowhere.
        /// No password is in a file of the store.</summary>
        PlatformOnly = 2,
    }

    /// <summary>
    /// What is done with an amount of which nobody knows whether the server has counted it: its
    /// answer was lost, and the server's total does not tell.
    /// </summary>
    public enum Delivery
    {
        /// <summary><c>LS_DELIVERY_AT_MOST_ONCE</c>: it is not sent again, and stays in the balance
        /// as uncertain: nothing is counted twice.</summary>
        AtMostOnce = 0,

        /// <summary><c>LS_DELIVERY_AT_LEAST_ONCE</c>: it is sent again: nothing is left
        /// uncounted.</summary>
        AtLeastOnce = 1,
    }

    /// <summary>
    /// Where an answer may come from.
    /// </summary>
    public enum Policy
    {
        /// <summary><c>LS_POLICY_NETWORK_FIRST</c>: ask the server; if it does not answer in time,
        /// answer from the store while the offline grace lasts, and let the request go on in the
        /// background.</summary>
        NetworkFirst = 0,

        /// <summary><c>LS_POLICY_CACHE_FIRST</c>: answer from the store at once, without opening a
        /// socket, if it holds a usable answer, and refresh it in the background when it is older
        /// than <see cref="AgentOptions.RefreshAfter"/>; otherwise as
        /// <see cref="NetworkFirst"/>.</summary>
        CacheFirst = 1,

        /// <summary><c>LS_POLICY_NETWORK_ONLY</c>: ask the server only.</summary>
        NetworkOnly = 2,

        /// <summary><c>LS_POLICY_CACHE_ONLY</c>: ask the store only. Opens no socket.</summary>
        CacheOnly = 3,
    }

    /// <summary>
    /// Where an answer came from.
    /// </summary>
    public enum Source
    {
        /// <summary><c>LS_SOURCE_NETWORK</c>: from the server, by this call.</summary>
        Network = 0,

        /// <summary><c>LS_SOURCE_CACHE</c>: from the store on this device.</summary>
        Cache = 1,
    }

    /// <summary>
    /// Whether a user may run a product, and why. A newer library may have more.
    /// </summary>
    public enum Decision
    {
        /// <summary><c>LS_DECISION_ALLOWED</c>: yes.</summary>
        Allowed = 0,

        /// <summary><c>LS_DECISION_ALLOWED_GRACE</c>: yes: expired, but within the license's own
        /// grace period.</summary>
        AllowedGrace = 1,

        /// <summary><c>LS_DECISION_DENIED_NO_LICENSE</c>: no: the user has no license for the
        /// product.</summary>
        DeniedNoLicense = 10,

        /// <summary><c>LS_DECISION_DENIED_DISABLED</c>: no: the vendor has disabled the
        /// license.</summary>
        DeniedDisabled = 11,

        /// <summary><c>LS_DECISION_DENIED_INACTIVE</c>: no: the license is not active.</summary>
        DeniedInactive = 12,

        /// <summary><c>LS_DECISION_DENIED_NOT_STARTED</c>: no: the license begins later.</summary>
        DeniedNotStarted = 13,

        /// <summary><c>LS_DECISION_DENIED_EXPIRED</c>: no: the license has expired.</summary>
        DeniedExpired = 14,

        /// <summary><c>LS_DECISION_DENIED_NO_FEATURE</c>: no: the license does not include the
        /// feature.</summary>
        DeniedNoFeature = 15,

        /// <summary><c>LS_DECISION_DENIED_FEATURE_EXPIRED</c>: no: the feature has
        /// expired.</summary>
        DeniedFeatureExpired = 16,

        /// <summary><c>LS_DECISION_DENIED_NO_SEAT</c>: no: the license or the feature floats, and
        /// this device holds no seat of it.</summary>
        DeniedNoSeat = 17,

        /// <summary><c>LS_DECISION_DENIED_NOT_ACTIVATED</c>: no: the server does not know this
        /// device any more; activate again.</summary>
        DeniedNotActivated = 18,
    }

    /// <summary>
    /// What has become of a seat. A newer library may have more.
    /// </summary>
    public enum SeatEvent
    {
        /// <summary><c>LS_SEAT_AT_RISK</c>: a renewal failed. The seat is held still, and is
        /// renewed again while time is left.</summary>
        AtRisk = 1,

        /// <summary><c>LS_SEAT_RENEWED</c>: it was renewed after having been at risk. A renewal
        /// that succeeds at once is not reported.</summary>
        Renewed = 2,

        /// <summary><c>LS_SEAT_LOST</c>: it is not held any more, and is not taken again by
        /// itself.</summary>
        Lost = 3,
    }

    /// <summary>
    /// The proof of a sign-in that the identity provider sends with the browser.
    /// </summary>
    public enum SsoResponse
    {
        /// <summary><c>LS_SSO_RESPONSE_CODE</c>: a code that is good for one use (authorization
        /// code grant).</summary>
        Code = 0,

        /// <summary><c>LS_SSO_RESPONSE_TOKEN</c>: the token itself, in the fragment of the address
        /// (implicit grant).</summary>
        Token = 1,
    }

    /// <summary>
    /// By which HTTP method licenses are allocated.
    /// </summary>
    public enum UiPathMethod
    {
        /// <summary><c>LS_UIPATH_METHOD_AUTO</c>: POST first; then PUT, if the POST cannot have
        /// allocated anything: its answer was 404 or 405, or a list of the users' licenses, or an
        /// empty one.</summary>
        Auto = 0,

        /// <summary><c>LS_UIPATH_METHOD_POST</c>: POST, as the page of 2023.4 says.</summary>
        Post = 1,

        /// <summary><c>LS_UIPATH_METHOD_PUT</c>: PUT, as the pages of the other versions
        /// say.</summary>
        Put = 2,
    }

    /// <summary>
    /// How a step of ls_doctor() went.
    /// </summary>
    public enum DoctorStatus
    {
        /// <summary><c>LS_DOCTOR_OK</c>: it works.</summary>
        Ok = 0,

        /// <summary><c>LS_DOCTOR_WARNING</c>: it works, and something about it may not go on
        /// to.</summary>
        Warning = 1,

        /// <summary><c>LS_DOCTOR_FAILED</c>: it does not work.</summary>
        Failed = 2,

        /// <summary><c>LS_DOCTOR_SKIPPED</c>: it was not looked at; the sentence says
        /// why.</summary>
        Skipped = 3,
    }
}
