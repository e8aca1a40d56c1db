#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>A failure of the service or of the way to it.</summary>
public class ServiceBusException : Exception
{
    /// <summary>A failure without a word.</summary>
    public ServiceBusException()
    {
    }

    /// <summary>A failure that says itself whether it may pass.</summary>
    public ServiceBusException(
        bool isTransient,
        string message,
        string entityName = null,
        ServiceBusFailureReason reason = ServiceBusFailureReason.GeneralError,
        Exception innerException = null)
        : base(message, innerException)
    {
        (IsTransient, EntityPath, Reason) = (isTransient, entityName, reason);
    }

    /// <summary>A failure whose reason says whether it may pass.</summary>
    public ServiceBusException(string message, ServiceBusFailureReason reason, string entityPath = null, Exception innerException = null)
        : this(
            reason is ServiceBusFailureReason.ServiceCommunicationProblem or ServiceBusFailureReason.ServiceTimeout or ServiceBusFailureReason.ServiceBusy,
            message,
            entityPath,
            reason,
            innerException)
    {
    }

    /// <summary>The queue; null where none is concerned.</summary>
    public string EntityPath { get; }

    /// <summary>Whether the same call may work later.</summary>
    public bool IsTransient { get; }

    /// <inheritdoc/>
    public override string Message =>
        string.IsNullOrEmpty(EntityPath) ? $"{base.Message} ({Reason})" : $"{base.Message} ({EntityPath} - {Reason})";

    /// <summary>Why.</summary>
    public ServiceBusFailureReason Reason { get; }
}

/// <summary>Why a call failed.</summary>
public enum ServiceBusFailureReason
{
    /// <summary>For none of the other reasons.</summary>
    GeneralError = 0,

    /// <summary>There is no such queue.</summary>
    MessagingEntityNotFound = 1,

    /// <summary>The lock ran out, or the message was settled.</summary>
    MessageLockLost = 2,

    /// <summary>There is no such message.</summary>
    MessageNotFound = 3,

    /// <summary>The message is too large.</summary>
    MessageSizeExceeded = 4,

    /// <summary>The queue is switched off.</summary>
    MessagingEntityDisabled = 5,

    /// <summary>The queue is full.</summary>
    QuotaExceeded = 6,

    /// <summary>The service is too busy.</summary>
    ServiceBusy = 7,

    /// <summary>The service did not answer in time; the call may have worked.</summary>
    ServiceTimeout = 8,

    /// <summary>The way to the service broke; the call may have worked.</summary>
    ServiceCommunicationProblem = 9,

    /// <summary>Another has the session.</summary>
    SessionCannotBeLocked = 10,

    /// <summary>The session's lock ran out.</summary>
    SessionLockLost = 11,

    /// <summary>There is such a queue already.</summary>
    MessagingEntityAlreadyExists = 12,
}
