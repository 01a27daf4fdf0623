"""Copying a bucket, proved on a storage server on this machine."""
