using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Routing;

namespace Tipstaff.Api.Description;

/// <summary>Gives the operations to the library that writes the document, as it is used to get them from a head's endpoints.</summary>
internal sealed class DescribedRoutes : IApiDescriptionGroupCollectionProvider
{
    /// <inheritdoc/>
    public ApiDescriptionGroupCollection ApiDescriptionGroups { get; } =
        new([new ApiDescriptionGroup(groupName: null, [.. ApiOperations.All.Select(Describe)])], version: 1);

    private static ApiDescription Describe(ApiOperation operation)
    {
        var description = new ApiDescription
        {
            HttpMethod = operation.Method,
            RelativePath = operation.Path.TrimStart('/'),
            ActionDescriptor = new ActionDescriptor
            {
                EndpointMetadata = [new EndpointNameMetadata(operation.Id), new EndpointSummaryAttribute(operation.Summary), new TagsAttribute(operation.Tag)],
            },
        };
        description.ActionDescriptor.SetProperty(operation);
        foreach (var answer in operation.AllAnswers)
        {
            description.SupportedResponseTypes.Add(Describe(answer, operation));
        }

        return description;
    }

    // The library writes schemas of types; what has none is added by OperationDetails.
    private static ApiResponseType Describe(ApiAnswer answer, ApiOperation operation)
    {
        var typed = operation.Method == HttpMethods.Head ? null : answer.Contents.FirstOrDefault(content => content.Type is not null);
        var described = new ApiResponseType { StatusCode = answer.Status, IsDefaultResponse = answer.Status is 0, Description = answer.Description, Type = typed?.Type };
        if (typed is not null)
        {
            described.ApiResponseFormats.Add(new ApiResponseFormat { MediaType = typed.MediaType });
        }

        return described;
    }
}
