using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker
{
    /// <summary>Marks a method as a function.</summary>
    /// <param name="name">Its name, unique within the app.</param>
    [AttributeUsage(AttributeTargets.Method)]
    public class FunctionAttribute(string name) : Attribute
    {
        /// <summary>Its name.</summary>
        public string Name { get; } = name;
    }

    /// <summary>Marks the response of an output type that has several outputs.</summary>
    [AttributeUsage(AttributeTargets.Property)]
    public sealed class HttpResultAttribute : Attribute;

    /// <summary>Starts a function by a clock.</summary>
    /// <param name="schedule">Six fields of NCRONTAB in UTC, or <c>%SETTING%</c>.</param>
    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
    {
        /// <summary>When it is due.</summary>
        public string Schedule { get; } = schedule;

        /// <summary>Whether missed occurrences are made up.</summary>
        public bool UseMonitor { get; set; } = true;

        /// <summary>Whether it fires at each start, too.</summary>
        public bool RunOnStartup { get; set; }
    }

    /// <summary>Starts a function by an HTTP request.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class HttpTriggerAttribute : TriggerBindingAttribute
    {
        /// <summary>Any method, level <see cref="AuthorizationLevel.Function"/>.</summary>
        public HttpTriggerAttribute()
        {
        }

        /// <summary>These methods, level <see cref="AuthorizationLevel.Function"/>.</summary>
        public HttpTriggerAttribute(params string[] methods) => Methods = methods;

        /// <summary>Any method.</summary>
        public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

        /// <summary>These methods.</summary>
        public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) => (AuthLevel, Methods) = (authLevel, methods);

        /// <summary>The route below the prefix; the function's name where it is null.</summary>
        public string? Route { get; set; }

        /// <summary>The methods that it answers; any where null.</summary>
        public string[]? Methods { get; }

        /// <summary>Which key a request must bear.</summary>
        public AuthorizationLevel AuthLevel { get; } = AuthorizationLevel.Function;
    }

    /// <summary>Which key a request must bear.</summary>
    public enum AuthorizationLevel
    {
        /// <summary>None.</summary>
        Anonymous = 0,

        /// <summary>A user's token.</summary>
        User = 1,

        /// <summary>A function's or the host's key.</summary>
        Function = 2,

        /// <summary>An extension's key.</summary>
        System = 3,

        /// <summary>The master key.</summary>
        Admin = 4,
    }
}

namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions
{
    /// <summary>Ties a parameter or a property to something outside.</summary>
    public abstract class BindingAttribute : Attribute;

    /// <summary>Ties a parameter to what starts the function.</summary>
    public abstract class TriggerBindingAttribute : BindingAttribute;

    /// <summary>Ties a parameter to what is read before the function.</summary>
    public abstract class InputBindingAttribute : BindingAttribute;

    /// <summary>Ties a result to what is written after the function.</summary>
    public abstract class OutputBindingAttribute : BindingAttribute;
}
