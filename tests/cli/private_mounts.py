"""Mounts that only this process and its children see, so that none is left behind whatever happens."""
import ctypes
import os
import subprocess

CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000


class PrivateMounts:
    _usable = None

    @classmethod
    def usable(cls):
        """Enters a mount namespace of its own, as root or by a user namespace; False where the system forbids both."""
        if cls._usable is None:
            cls._usable = cls._enter()
        return cls._usable

    @staticmethod
    def _enter():
        libc = ctypes.CDLL(None, use_errno=True)
        user, group = os.getuid(), os.getgid()
        if libc.unshare(CLONE_NEWNS) != 0:
            if libc.unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0:
                return False
            for name, text in (("setgroups", "deny"), ("uid_map", "0 %d 1" % user), ("gid_map", "0 %d 1" % group)):
                with open("/proc/self/" + name, "w") as stream:
                    stream.write(text)
        return subprocess.run(["mount", "--make-rprivate", "/"], capture_output=True).returncode == 0

    @staticmethod
    def mount(*arguments):
        subprocess.run(["mount", *arguments], check=True, capture_output=True)

    @staticmethod
    def unmount(folder):
        subprocess.run(["umount", "-l", folder], check=True, capture_output=True)
