namespace Stratum.Core;

/// <summary>The text fields of canonical observation v1, in code-point order of their JSON names. The order is part of the frozen form.</summary>
public enum TextField
{
    /// <summary>board_model</summary>
    BoardModel,

    /// <summary>calibration_status</summary>
    CalibrationStatus,

    /// <summary>data_license</summary>
    DataLicense,

    /// <summary>data_source</summary>
    DataSource,

    /// <summary>data_source_name</summary>
    DataSourceName,

    /// <summary>deployment_type</summary>
    DeploymentType,

    /// <summary>deployment_type_source</summary>
    DeploymentTypeSource,

    /// <summary>device_id</summary>
    DeviceId,

    /// <summary>geo_country</summary>
    GeoCountry,

    /// <summary>geo_subdivision</summary>
    GeoSubdivision,

    /// <summary>location_source</summary>
    LocationSource,

    /// <summary>node_info</summary>
    NodeInfo,

    /// <summary>node_info_url</summary>
    NodeInfoUrl,

    /// <summary>node_name</summary>
    NodeName,

    /// <summary>reading_type</summary>
    ReadingType,

    /// <summary>reading_type_name</summary>
    ReadingTypeName,

    /// <summary>sensor_model</summary>
    SensorModel,

    /// <summary>sensor_transport</summary>
    SensorTransport,

    /// <summary>unit</summary>
    Unit,
}
