using Azure.Core;

namespace Azure.Communication.Email;

/// <summary>How a client calls the service; its <see cref="ClientOptions.Retry"/> is honoured as the SDK does.</summary>
public class EmailClientOptions : ClientOptions
{
    /// <summary>With the newest version of the service.</summary>
    public EmailClientOptions(ServiceVersion version = ServiceVersion.V2025_09_01) => Version = version;

    internal ServiceVersion Version { get; }

    /// <summary>The versions of the service.</summary>
    public enum ServiceVersion
    {
        /// <summary>The first preview.</summary>
        V2021_10_01_Preview = 1,

        /// <summary>The second preview.</summary>
        V2023_01_15_Preview = 2,

        /// <summary>The first stable one.</summary>
        V2023_03_31 = 3,

        /// <summary>The third preview.</summary>
        V2024_07_01_Preview = 4,

        /// <summary>With inline attachments.</summary>
        V2025_09_01 = 5,
    }
}
