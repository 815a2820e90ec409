# A node pool of 1 to 5 nodes for a GKE cluster; GKE itself changes their number.
#
#   terraform init && terraform apply -var project=my-project -var cluster_name=shop

terraform {
  required_version = ">= 1.5"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 5.0"
    }
  }
}

provider "google" {
  project = var.project
}

variable "project" {
  description = "The Google Cloud project."
  type        = string
}

variable "location" {
  description = "The cluster's zone; in a region the numbers below are for each of its zones."
  type        = string
  default     = "europe-west3-a"
}

variable "cluster_name" {
  description = "A GKE cluster that is there."
  type        = string
}

variable "machine_type" {
  description = "The type of a node."
  type        = string
  default     = "e2-standard-2"
}

resource "google_container_node_pool" "workers" {
  name     = "workers"
  cluster  = var.cluster_name
  location = var.location

  autoscaling {
    min_node_count  = 1
    max_node_count  = 5
    location_policy = "ANY"
  }

  node_config {
    machine_type = var.machine_type
    oauth_scopes = ["https://www.googleapis.com/auth/cloud-platform"]
  }

  management {
    auto_repair  = true
    auto_upgrade = true
  }
}
