# Every library comes from Debian 12; packaging/install-deps.sh installs them. Which layer may use which: tests/architecture.
find_package(Threads REQUIRED)
find_package(Poco 1.11 REQUIRED COMPONENTS Foundation Util Data DataSQLite)
find_package(OpenSSL 3.0 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(ICU 72 REQUIRED COMPONENTS uc)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(CAIRO REQUIRED IMPORTED_TARGET cairo-pdf)
pkg_check_modules(PANGO REQUIRED IMPORTED_TARGET pangocairo pangoft2 harfbuzz fontconfig)
pkg_check_modules(XLSX REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(CLI11 REQUIRED IMPORTED_TARGET CLI11)

# Debian's libmysqlcppconn-dev has neither a CMake nor a pkg-config file.
find_path(MYSQL_CONNECTOR_INCLUDE cppconn/driver.h REQUIRED)
find_library(MYSQL_CONNECTOR_LIBRARY mysqlcppconn REQUIRED)
add_library(MySQL::Connector UNKNOWN IMPORTED)
set_target_properties(MySQL::Connector PROPERTIES
  IMPORTED_LOCATION ${MYSQL_CONNECTOR_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${MYSQL_CONNECTOR_INCLUDE})
