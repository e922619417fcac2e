#include "cli/stop_signal.hpp"

#include <csignal>

namespace furusato::cli {
namespace {

volatile std::sig_atomic_t wanted = 0;

void set_wanted(int)
{
    wanted = 1;
}

}  // namespace

StopSignal::StopSignal()
{
    wanted = 0;
    struct sigaction action {};
    action.sa_handler = set_wanted;
    sigemptyset(&action.sa_mask);
    // The second one finds the default again; calls that the first one meets go on.
    action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

StopSignal::~StopSignal()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

bool StopSignal::is_wanted()
{
    return wanted != 0;
}

}  // namespace furusato::cli
