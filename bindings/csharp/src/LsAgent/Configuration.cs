using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>Makes a client of a configuration.</summary>
    internal delegate Status MakeClient<THandle>(
        ConfigHandle config, out THandle client, out ErrorHandle error);

    /// <summary>Makes a native configuration of options.</summary>
    /// <remarks>
    /// Results of the setters are not looked at: the native library remembers a refusal, and reports it when
    /// an agent is made.
    /// </remarks>
    internal static class Configuration
    {
        /// <summary>Makes a client, which from then on owns the listener of its callbacks.</summary>
        internal static THandle Use<THandle>(AgentOptions options, MakeClient<THandle> make)
            where THandle : ClientHandle
        {
            using (ConfigHandle config = NativeMethods.ls_config_new())
            {
                SetKeys(config, options);
                SetTexts(config, options);
                SetProductIds(config, options);
                SetNumbers(config, options);
                SetSeatsAndConsumption(config, options);
                IntPtr listener = SetCallbacks(config, options);
                Status status = make(config, out THandle client, out ErrorHandle error);
                client.Own(listener);
                if (status != Status.Ok)
                {
                    CallbackTable.Remove(listener);
                }
                LicensingException.ThrowIfFailed(status, error);
                return client;
            }
        }

        private static void SetKeys(ConfigHandle config, AgentOptions options)
        {
            // One without the other, like both or neither of the two ways, is for the native library to refuse.
            if (options.ApiKey != null || options.SharedKey != null)
            {
                using (Secret apiKey = Secret.Optional(options.ApiKey, nameof(options.ApiKey)))
                using (Secret sharedKey = Secret.Optional(options.SharedKey, nameof(options.SharedKey)))
                {
                    NativeMethods.ls_config_set_api_key(config, apiKey?.Bytes, sharedKey?.Bytes);
                }
            }
            if (options.ClientId != null || options.ClientSecret != null || options.TokenUrl != null)
            {
                byte[] clientId = Utf8.Optional(options.ClientId, nameof(options.ClientId));
                byte[] tokenUrl = Utf8.Optional(options.TokenUrl, nameof(options.TokenUrl));
                using (Secret clientSecret = Secret.Optional(options.ClientSecret, nameof(options.ClientSecret)))
                {
                    NativeMethods.ls_config_set_oauth_client(config, clientId, clientSecret?.Bytes, tokenUrl);
                }
            }
        }

        private static void SetTexts(ConfigHandle config, AgentOptions options)
        {
            Set(config, NativeMethods.ls_config_set_base_url, options.BaseUrl, nameof(options.BaseUrl));
            Set(config, NativeMethods.ls_config_set_response_public_key, options.ResponsePublicKey, nameof(options.ResponsePublicKey));
            Set(config, NativeMethods.ls_config_set_ca_file, options.CaFile, nameof(options.CaFile));
            Set(config, NativeMethods.ls_config_set_pinned_public_key, options.PinnedPublicKey, nameof(options.PinnedPublicKey));
            Set(config, NativeMethods.ls_config_set_cache_dir, options.CacheDirectory, nameof(options.CacheDirectory));
            Set(config, NativeMethods.ls_config_set_device_id, options.DeviceId, nameof(options.DeviceId));
            // Its URL may hold a password.
            using (Secret proxy = Secret.Optional(options.Proxy, nameof(options.Proxy)))
            {
                if (proxy != null)
                {
                    NativeMethods.ls_config_set_proxy(config, proxy.Bytes);
                }
            }
            if (options.AppName != null || options.AppVersion != null)
            {
                NativeMethods.ls_config_set_app(
                    config,
                    Utf8.Optional(options.AppName, nameof(options.AppName)),
                    Utf8.Optional(options.AppVersion, nameof(options.AppVersion)));
            }
        }

        private static void SetProductIds(ConfigHandle config, AgentOptions options)
        {
            foreach (KeyValuePair<string, long> pin in options.ProductIds)
            {
                byte[] product = Utf8.Required(pin.Key, nameof(options.ProductIds));
                NativeMethods.ls_config_set_product_id(config, product, pin.Value);
            }
        }

        private static void Set(
            ConfigHandle config, Func<ConfigHandle, byte[], Status> setter, string text, string name)
        {
            if (text != null)
            {
                setter(config, Utf8.Required(text, name));
            }
        }

        private static void SetNumbers(ConfigHandle config, AgentOptions options)
        {
            if (options.Timeout is TimeSpan timeout)
            {
                NativeMethods.ls_config_set_timeout_ms(config, Whole.Milliseconds(timeout));
            }
            if (options.ConnectTimeout is TimeSpan connectTimeout)
            {
                NativeMethods.ls_config_set_connect_timeout_ms(config, Whole.Milliseconds(connectTimeout));
            }
            if (options.MaxResponseBytes is long maxResponseBytes)
            {
                NativeMethods.ls_config_set_max_response_bytes(config, (ulong)maxResponseBytes);
            }
            if (options.CacheEnabled is bool cacheEnabled)
            {
                NativeMethods.ls_config_set_cache_enabled(config, cacheEnabled);
            }
            if (options.Remember is bool remember)
            {
                NativeMethods.ls_config_set_remember(config, remember);
            }
            if (options.RememberMode.HasValue)
            {
                NativeMethods.ls_config_set_remember_mode(config, (int)options.RememberMode.Value);
            }
            if (options.OfflineGrace is TimeSpan offlineGrace)
            {
                NativeMethods.ls_config_set_offline_grace_seconds(config, Whole.Seconds(offlineGrace));
            }
            if (options.RefreshAfter is TimeSpan refreshAfter)
            {
                NativeMethods.ls_config_set_refresh_after_seconds(config, Whole.Seconds(refreshAfter));
            }
        }

        private static void SetSeatsAndConsumption(ConfigHandle config, AgentOptions options)
        {
            if (options.ReleaseSeats is bool releaseSeats)
            {
                NativeMethods.ls_config_set_release_seats(config, releaseSeats);
            }
            if (options.ConsumptionSync is TimeSpan consumptionSync)
            {
                NativeMethods.ls_config_set_consumption_sync_seconds(config, Whole.Seconds(consumptionSync));
            }
            if (options.ConsumptionDelivery.HasValue)
            {
                NativeMethods.ls_config_set_consumption_delivery(config, (int)options.ConsumptionDelivery.Value);
            }
        }

        private static IntPtr SetCallbacks(ConfigHandle config, AgentOptions options)
        {
            if (options.Log == null && options.Refreshed == null)
            {
                return IntPtr.Zero;
            }
            IntPtr key = CallbackTable.Add(
                new Listener(options.Log, options.Refreshed, options.CallbackFailed));
            if (options.Log != null)
            {
                NativeMethods.ls_config_set_log_callback(
                    config, (int)options.LogLevel, Listener.OnLog, key);
            }
            if (options.Refreshed != null)
            {
                NativeMethods.ls_config_set_refresh_callback(config, Listener.OnRefresh, key);
            }
            return key;
        }
    }
}
