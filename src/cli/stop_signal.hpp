#pragma once

namespace furusato::cli {

/// While it lives, Ctrl-C and a polite request to end (SIGINT, SIGTERM) only ask; long work looks between two batches and stops there.
/// Who asks a second time ends the program at once, which loses nothing either.
class StopSignal {
public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    static bool is_wanted();
};

}  // namespace furusato::cli
