namespace Tipstaff.Subscriptions;

/// <summary>Knows the id of each address in this installation.</summary>
public sealed class SubscriberIds(InstallationSecret secret)
{
    private readonly byte[] _key = secret.Derive("subscribers");

    /// <summary>The id that stands for the address.</summary>
    public SubscriberId Of(EmailAddress address) => SubscriberId.Of(address, _key);
}
