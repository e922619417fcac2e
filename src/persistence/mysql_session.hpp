#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "furusato/application/storage_error.hpp"
#include "persistence/mysql_address.hpp"
#include "persistence/row.hpp"

namespace furusato::persistence {

/// Another transaction was in the way: the whole transaction may run again, nothing of it was stored.
class Conflict : public application::StorageError {
public:
    using StorageError::StorageError;
};

/// The connection is gone; what was not committed is gone with it.
class Lost : public application::StorageError {
public:
    using StorageError::StorageError;
};

/// One session on one host, set up as the program needs it: utf8mb4, strict, SERIALIZABLE, UTC, encrypted where it must be. Errors are
/// DuplicateKey, Conflict, Lost or another StorageError; their texts hold numbers and our own SQL, never the server's words.
class MysqlSession {
public:
    enum class Files { Refused, Loaded };

    /// Files::Loaded lets the server ask for files of this machine (LOAD DATA LOCAL): only for as long as rows are loaded in bulk.
    /// Throws Lost where another host may do.
    MysqlSession(const MysqlAddress& address, const MysqlHost& host, Files files);
    ~MysqlSession();
    MysqlSession(const MysqlSession&) = delete;
    MysqlSession& operator=(const MysqlSession&) = delete;

    /// A statement as text; its answer is read to the end, or the next statement would fail.
    void send(const std::string& sql);
    /// A schema statement; one that had run before is taken for done.
    void change_schema(const std::string& sql);
    void for_each_row(std::string_view sql, const Value* values, std::size_t count,
        const std::function<void(const Row&)>& visit);
    /// Rows found by the statement.
    std::int64_t execute(std::string_view sql, const Value* values, std::size_t count);
    Files files() const { return files_; }
    /// Whether this session was opened for it and the server allows it.
    bool can_load_rows() const { return can_load_rows_; }
    /// Bulk insert by LOAD DATA LOCAL from memory; one row that is refused or altered is an error as with INSERT.
    void load_rows(std::string_view table, const std::vector<std::string_view>& columns,
        const std::vector<Value>& cells);
    /// Two columns (counted from 1) of each row of a SHOW or CHECK statement.
    std::vector<std::pair<std::string, std::string>> pairs(
        const std::string& sql, unsigned first, unsigned second);
    /// The value of a SHOW statement, empty if it has none.
    std::string status(const std::string& sql);

private:
    struct Driver;
    std::unique_ptr<Driver> driver_;
    Files files_;
    bool can_load_rows_ = false;
};

}  // namespace furusato::persistence
