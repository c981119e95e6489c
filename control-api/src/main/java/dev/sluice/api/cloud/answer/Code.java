package dev.sluice.api.cloud.answer;

/** The error codes that are answered, each with its text on the wire. SDKs compare them as they stand. */
public enum Code {
    UNSUPPORTED_PROTOCOL("UnsupportedProtocol"), REQUEST_SIZE_LIMIT_EXCEEDED("RequestSizeLimitExceeded"),
    //
    INVALID_AUTHORIZATION("AuthFailure.InvalidAuthorization"), SECRET_ID_NOT_FOUND(
            "AuthFailure.SecretIdNotFound"), TOKEN_FAILURE("AuthFailure.TokenFailure"), SIGNATURE_EXPIRE(
                    "AuthFailure.SignatureExpire"), SIGNATURE_FAILURE("AuthFailure.SignatureFailure"),
    //
    REQUEST_LIMIT_EXCEEDED("RequestLimitExceeded"), INVALID_ACTION("InvalidAction"), NO_SUCH_VERSION(
            "NoSuchVersion"), UNAUTHORIZED_OPERATION("AuthFailure.UnauthorizedOperation"),
    //
    MISSING_PARAMETER("MissingParameter"), MISSING_SDK_APP_ID("MissingParameter.SdkAppId"), MISSING_ROOM_ID(
            "MissingParameter.RoomId"), MISSING_TASK_ID(
                    "MissingParameter.TaskId"), MISSING_USER_IDS("MissingParameter.UserIds"),
    //
    UNKNOWN_PARAMETER("UnknownParameter"), INVALID_PARAMETER("InvalidParameter"), INVALID_PARAMETER_VALUE(
            "InvalidParameterValue"), UNSUPPORTED_OPERATION(
                    "UnsupportedOperation"), BODY_PARAMS_ERROR("InvalidParameter.BodyParamsError"), INVALID_SDK_APP_ID(
                            "InvalidParameter.SdkAppId"), INVALID_ROOM_ID(
                                    "InvalidParameter.RoomId"), INVALID_STR_ROOM_ID(
                                            "InvalidParameter.StrRoomId"), INVALID_USER_ID(
                                                    "InvalidParameter.UserId"), INVALID_USER_IDS(
                                                            "InvalidParameter.UserIds"), INVALID_USER_SIG(
                                                                    "InvalidParameter.UserSig"), INVALID_STREAM_URL(
                                                                            "InvalidParameter.StreamUrl"), INVALID_TASK_ID(
                                                                                    "InvalidParameter.TaskId"),
    //
    NOT_ALLOWED("FailedOperation.NotAllowed"), RESTRICTED_CONCURRENCY(
            "FailedOperation.RestrictedConcurrency"), TASK_EXIST("FailedOperation.TaskExist"), TASK_FINISHED(
                    "FailedOperation.TaskFinished"), TASK_NOT_EXIST("FailedOperation.TaskNotExist"), ROOM_NOT_EXIST(
                            "FailedOperation.RoomNotExist"), REQUEST_REJECTION(
                                    "ResourceInsufficient.RequestRejection"), DB_ERROR(
                                            "InternalError.DBError"), INTERNAL_ERROR("InternalError");

    private final String text;

    Code(String text) {
        this.text = text;
    }

    /** As it stands in an answer. */
    public String text() {
        return text;
    }
}
